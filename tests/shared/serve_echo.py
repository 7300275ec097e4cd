"""`python -m tests.shared.serve_echo`: serves the tests' own service as any other is served."""

from shared.green import go_green

if __name__ == "__main__":
    go_green()
    from shared.settings import settings
    from shared.worker.runner import serve
    from tests.shared.echo import Echo

    serve(settings("outreach"), Echo)
