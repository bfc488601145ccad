"""The slow registries: ЗАГС, МВД, ОМС, ДТСЗН, МФЦ."""
