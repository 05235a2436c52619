"""Gazetteer: the tables of places, news agencies and newsroom phrases, and how to look them up.

A name is the English one; its spellings are those met in Urdu and its neighbours. Spellings that
differ in letter forms, spaces or marks only are found without being listed (`canonical_form`).
Places are capitals, provincial capitals and the cities from which news is filed, by region.
Countries stand apart, because a line may begin with one and be no dateline. Agencies are the
national ones, the international ones, and outlets that are quoted by name.
"""
