"""How the page is served: one ASGI app with the API, Flet's client, the guard, the launch token and the downloads."""
