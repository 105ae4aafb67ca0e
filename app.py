"""Genrescope's dashboard: navigation only. `streamlit run app.py`, or `make app`."""

if __name__ == "__main__":  # a visitor's turn
    from core.ui.frame import run_app

    run_app()
else:  # the server's start, which comes first
    from streamlit.starlette import App

    from core.ui.serving import lifespan

    app = App(__file__, lifespan=lifespan)
