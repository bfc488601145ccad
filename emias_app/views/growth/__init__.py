"""«Рост и вес»: four charts against the WHO standards."""
