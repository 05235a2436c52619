"""Rules for any text: normalization, canonical form, scripts, words and sentences, hard-wrapped lines."""
