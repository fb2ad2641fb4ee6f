"""Owns the second look at what the rules read: models trained on articles the rules had not seen.

The rules find words and bind them; the models here choose among what was found, and never add a
value without words. `corpora/train_reading.py` trains them. Must not know records or articles.
"""
