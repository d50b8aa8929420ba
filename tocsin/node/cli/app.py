"""The tree of commands: a few that work on files, some that open the node, and every verb."""

import typer

OFFLINE = {"border", "screen", "verify"}  # these never start Django


def build(argv: list[str]) -> typer.Typer:
    """Return the app; Django is only started when the command at hand needs it."""
    app = typer.Typer(
        name="tocsin",
        help="A bureau's own node: warn, check, share without losing control.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    from tocsin.node.cli import border
    from tocsin.node.cli.screen import screen
    from tocsin.node.cli.verify import verify

    app.command("screen")(screen)
    app.command("verify")(verify)
    border.add_commands(app)
    if argv and argv[0] in OFFLINE:
        return app
    import django

    django.setup()
    from tocsin.node.cli import importing, node, papers, verbs

    groups: dict[str, typer.Typer] = {}
    node.add_commands(app, groups)
    importing.add_commands(app)
    verbs.add_commands(app, groups)
    papers.add_commands(app, groups)
    return app
