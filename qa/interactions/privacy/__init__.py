"""Customers' data: masked before it is kept, kept as long as the organisation says, erased when a
customer asks for it; and who opened what."""
