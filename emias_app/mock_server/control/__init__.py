"""The control part of test mode: ``/mock/v1``."""
