// The words of a transcript that a person has selected.

// The server counts characters, not the halves that a script counts.
export const characters = (text) => [...text].length;

// The words of one turn as {turn, start, quote}: a selection over several turns counts as far as
// the first one goes that has any. null where no word of a turn is selected.
export function selectedQuote(turns, selection = getSelection()) {
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  for (const turn of turns) {
    if (!range.intersectsNode(turn)) continue;
    const before = document.createRange();
    const inside = document.createRange();
    before.selectNodeContents(turn);
    inside.selectNodeContents(turn);
    if (turn.contains(range.startContainer)) {
      before.setEnd(range.startContainer, range.startOffset);
      inside.setStart(range.startContainer, range.startOffset);
    } else {
      before.collapse(true);
    }
    if (turn.contains(range.endContainer)) inside.setEnd(range.endContainer, range.endOffset);
    const text = inside.toString();
    const lead = text.length - text.trimStart().length;
    if (text.trim()) {
      const start = characters(before.toString()) + lead;
      return { turn: turn.dataset.turnText, start, quote: text.trim() };
    }
  }
  return null;
}
