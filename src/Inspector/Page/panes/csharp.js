// The colours of C# text: which pieces are comments, strings, numbers, keywords, types and calls.

const keywords = new Set(("abstract as async await base bool break byte case catch char checked class const continue decimal default delegate do double else enum "
  + "event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out "
  + "override params private protected public readonly record ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true try "
  + "typeof uint ulong unchecked unsafe ushort using var virtual void volatile where while").split(" "));

// One alternative per kind of piece, in the order of the names below; what matches none is plain.
const piece = new RegExp([
  String.raw`(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))`,
  String.raw`("""[\s\S]*?(?:"""|$)|[@$]*"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])+'?)`,
  String.raw`(\b(?:0[xb][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)[fFdDmMuUlL]*\b)`,
  String.raw`(@?[\p{L}_][\p{L}\p{N}_]*)`,
].join("|"), "gu");

/** The pieces of a text, [{ text, kind }] with kind comment | string | number | keyword | type | call | plain; together they are the text. */
export function tokens(text) {
  const result = [];
  let end = 0;
  const add = (from, to, kind) => { if (to > from) result.push({ text: text.slice(from, to), kind }); };
  for (const match of text.matchAll(piece)) {
    add(end, match.index, "plain");
    end = match.index + match[0].length;
    add(match.index, end, kindOf(match, text, end));
  }
  add(end, text.length, "plain");
  return result;
}

function kindOf([, comment, string, number, word], text, end) {
  if (comment) return "comment";
  if (string) return "string";
  if (number) return "number";
  if (keywords.has(word)) return "keyword";
  if (/^\s*\(/.test(text.slice(end, end + 4))) return "call";
  return /^\p{Lu}/u.test(word) ? "type" : "plain";
}
