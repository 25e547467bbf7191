"""Answers made of retrieved sentences or by a chat model: ranking, lists, attribution."""
