"""«Данные о ребенке»: the kinds, the entries of one, the form."""
