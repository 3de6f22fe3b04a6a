// What answers ask for besides themselves, as the server says it of the whole card: a question can
// be left, or not, without asking it. Values are what a form sends: [] for no answer, "na" for not
// applicable.

export const isAnswered = (values) => values.length > 0 && values[0] !== "na";

export const fallsShort = (values, rule) =>
  isAnswered(values) && values.length === 1 && (rule.short ?? []).includes(values[0]);

const asNumber = (value) => Number(String(value).replace(",", "."));

// A measured figure that somebody corrected.
const isCorrected = (values, rule) =>
  rule.fact !== undefined &&
  rule.fact !== null &&
  values.length > 0 &&
  asNumber(values[0]) !== rule.fact;

// Whether a question is asked, by the answers to those before it.
export function isShown(rules, id, valuesOf) {
  const condition = rules[id].show_if;
  if (!condition) return true;
  const values = valuesOf(condition.question);
  if (!isAnswered(values) || !isShown(rules, condition.question, valuesOf)) return false;
  if (condition.options) return values.some((value) => condition.options.includes(value));
  const given = asNumber(values[0]);
  const atLeast = condition.at_least === null || given >= condition.at_least;
  return atLeast && (condition.at_most === null || given <= condition.at_most);
}

// What is to be done before the question may be left: {answer, comment, reason, corrected}, each
// true or false. `given`: values, comment, reasons of a question that is asked.
export function needsOf({ values, comment, reasons }, rule) {
  if (!rule.scored || !values.length) {
    return { answer: rule.required, comment: false, reason: false, corrected: false };
  }
  const short = fallsShort(values, rule);
  const commented = comment.trim() !== "";
  const corrected = isCorrected(values, rule);
  return {
    answer: false,
    comment:
      !commented &&
      (rule.comment === "always" || (rule.comment === "on_fail" && short) || corrected),
    reason: short && rule.reasons && !reasons.length,
    corrected: corrected && !commented,
  };
}

// The same in words; "" where nothing is to be done.
export function lackOf(given, rule, texts) {
  const needs = needsOf(given, rule);
  if (needs.answer) return texts.textAnswer;
  const short = fallsShort(given.values, rule);
  if (needs.comment && short && rule.comment === "on_fail")
    return needs.reason ? texts.textFailedBoth : texts.textFailedComment;
  const parts = needs.reason ? [texts.textFailedReason] : [];
  if (needs.comment && rule.comment === "always") parts.push(texts.textComment);
  else if (needs.corrected) parts.push(texts.textCorrected);
  return parts.join(" ");
}
