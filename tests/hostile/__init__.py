"""Files made to do harm, by hundreds, and what becomes of each: a text or one plain line, soon, and nothing beside."""
