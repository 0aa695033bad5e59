"""What `/knowledge` can do, as its help tells it."""

HELP = """\
**The guide, for its admins.** A refresh builds a new release beside the live one; nobody notices until you publish it.

- `/knowledge refresh [folder]`: build, compare, then publish or reject
- `/knowledge status`: what is live, what runs, what waits for you
- `/knowledge history`: the releases so far
- `/knowledge publish N`, `/knowledge rollback`: make an earlier release live again
- `/knowledge diff N M`: which pages two releases differ in
- `/knowledge cancel`: stop the build that runs
- `/knowledge every 24h`, `/knowledge every off`: refresh by itself
- `/knowledge sources`: the pages with owner, review date, times cited and votes
- `/knowledge stale [days]`: not reviewed for long, never cited, cited in answers that were voted down
- `/knowledge golden list`, `golden add QUESTION | FACT | page.md#Heading`, `golden remove N`: \
what each build is measured by
- `/knowledge golden votes`: answers that were voted down, and why; a button makes a golden question of one
- `/knowledge add`: makes a page of the file that you sent me last; \
or write `add` to me with a file, or use *Add to the guide* in the menu of a message
- `/knowledge teach`: how a thread becomes a page: *Teach from this thread* in the menu of one of its messages
- `/knowledge remove pages/NAME`: takes a page from Slack out again
"""
