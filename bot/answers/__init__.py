"""What the corpus says to each intent: one module for each family, none imports ``bot.answer``."""
