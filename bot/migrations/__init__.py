"""Migrations of the state database, run by ``bot.state`` when Usher starts."""
