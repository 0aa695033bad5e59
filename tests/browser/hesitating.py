"""A language model's server that writes its first sentences, and the last one when it is told to."""

import threading

from tests.answering.openai_server import OpenAIServer, Turn, event


class Hesitating(OpenAIServer):
    """Streams the text of its turn up to a line break, then waits for `go_on`."""

    def __init__(self, text: str) -> None:
        super().__init__(Turn(text))
        self.go_on = threading.Event()

    def _stream(self, handler, turn):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        first, _, rest = turn.text.partition("\n")
        for piece in (first, rest):
            for word in piece.split():
                handler.wfile.write(event({"role": "assistant", "content": f"{word} "}))
            handler.wfile.flush()
            self.go_on.wait(600)
        handler.wfile.write(event({}, finish="stop") + b"data: [DONE]\n\n")
