"""From a question to an answer: rules, retrieval, composition, validation, citation."""
