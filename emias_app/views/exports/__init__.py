"""The screens of «Показать и забрать»."""
