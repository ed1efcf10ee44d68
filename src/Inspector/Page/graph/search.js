// Finding values by what users know of them.

/** The records that match all words of a query, by op, name, variable, module, type or %id. An empty query matches nothing. */
export function search(model, records, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return records.filter(record => {
    const text = searchText(model, record);
    return words.every(word => /^%\d+$/.test(word) ? `%${record.id}` === word : text.includes(word));
  });
}

function searchText(model, record) {
  return [record.op, record.kind, record.name, record.variable, record.type, record.attributes, ...model.originsOf(record).map(origin => `${origin.module} ${origin.file ?? ""}`)]
    .filter(Boolean).join(" ").toLowerCase();
}
