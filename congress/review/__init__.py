"""Review 审核: who waits to be let in, longest first; many decided at once; one asked for more.

A chain 审核链 runs from school or county to the province, as the congress sets it; each office says its word in turn.
A question 补充材料 goes to somebody under review, who answers with a text or a file and stands in the queue again where
they stood before. A batch 批量审核 is decided whole or not at all, and each that could not be decided is named.

Promises: whoever is refused reads why; an answer is seen by the person and the organisers alone; nobody loses their
place in the queue by answering. Open `actions.py`, then `chains.py`.
"""
