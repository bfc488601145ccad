"""The screens before an open page: signing in, the code, the PIN, unlocking."""
