// Numbers that nothing can measure are refused at once, and by the server as well.

// Why what was typed is no answer to a question of numbers; "" when it is one, or nothing was
// typed. `bounds`: low, high, whole, as the field has them; `texts`: what to say.
export function misfit(typed, bounds, texts) {
  const text = typed.trim().replace(",", ".");
  if (!text) return "";
  const { low, high, whole } = bounds;
  const number = Number(text);
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(text)) {
    return texts.textNumber.replace("{value}", typed.trim().slice(0, 40));
  }
  if (high !== undefined && (number < Number(low) || number > Number(high))) {
    return texts.textRange.replace("{low}", Number(low)).replace("{high}", Number(high));
  }
  if (low !== undefined && number < Number(low)) return texts.textBelow;
  return whole !== undefined && !Number.isInteger(number) ? texts.textWhole : "";
}
