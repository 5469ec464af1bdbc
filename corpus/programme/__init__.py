"""What the readers of programme files share: trees, texts, names, times, and what is nobody's business."""
