"""Pure rules over the models: no input, no output, no clock."""
