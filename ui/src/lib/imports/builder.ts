/** A mapping file from choices in a form: which column is which property of which kind of thing. */

import type { Ontology, Schema } from "$lib/api/ontology_types";

export interface Columns {
  names: string[];
  delimiter: string;
}

export interface Choices {
  file: string;
  delimiter: string;
  schema: string;
  /** The column that tells one thing from another. */
  identity: string;
  /** The property of each column; none if absent. */
  properties: Record<string, string>;
}

const DELIMITERS = [",", ";", "\t", "|"];

/** Header words that say which property a column is, best first. */
const GUESSES: [RegExp, string[]][] = [
  [/alias|aka|known as|other name/i, ["alias"]],
  [/birth|dob|born/i, ["birthDate"]],
  [/national/i, ["nationality"]],
  [/e-?mail/i, ["email"]],
  [/phone|mobile|msisdn|tel\b/i, ["phone", "number"]],
  [/passport/i, ["passportNumber"]],
  [/\bid\b|identity|document/i, ["idNumber", "registrationNumber"]],
  [/imo/i, ["imoNumber"]],
  [/mmsi/i, ["mmsi"]],
  [/flag/i, ["flag"]],
  [/call ?sign/i, ["callSign"]],
  [/gender|sex/i, ["gender"]],
  [/address|street/i, ["address"]],
  [/country/i, ["country"]],
  [/note|remark|comment/i, ["notes"]],
  [/name/i, ["name"]],
];

/** The columns of a CSV's first line, with the delimiter that cuts it best. */
export function columnsOf(text: string): Columns {
  const line = text.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
  const cut = DELIMITERS.map((delimiter) => ({ delimiter, names: cells(line, delimiter) }));
  return cut.reduce((best, next) => (next.names.length > best.names.length ? next : best));
}

/** What the headers suggest; a person looks over it. */
export function guess(file: string, columns: Columns, schema: Schema): Choices {
  const known = new Set(schema.properties.map((property) => property.name));
  const properties: Record<string, string> = {};
  for (const column of columns.names) {
    const wanted = GUESSES.find(([pattern]) => pattern.test(column))?.[1];
    const property = known.has(column) ? column : wanted?.find((name) => known.has(name));
    if (property) properties[column] = property;
  }
  const identity = columns.names.find((name) => /^(id|no|nr|number|ref|reference|key)\b/i.test(name));
  return {
    file,
    delimiter: columns.delimiter,
    schema: schema.name,
    identity: identity ?? columns.names[0] ?? "",
    properties,
  };
}

/** The mapping file (TOML) that says the same. */
export function mappingText(choices: Choices): string {
  const stem = choices.file.replace(/\.[^.]+$/, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "row";
  const columns = new Map<string, string[]>();
  for (const [column, property] of Object.entries(choices.properties)) {
    if (property) columns.set(property, [...(columns.get(property) ?? []), column]);
  }
  const values = [...columns].map(([property, list]) => {
    const [only = ""] = list;
    const several = list.map((column) => `{ column = ${quoted(column)} }`).join(", ");
    return `${property} = ${list.length === 1 ? quoted(only) : `[${several}]`}`;
  });
  return [
    `about = ${quoted(`The table ${choices.file}.`)}`,
    "",
    "[[tables]]",
    `name = ${quoted(stem)}`,
    `file = ${quoted(choices.file)}`,
    // A workbook has none.
    ...(choices.delimiter ? [`delimiter = ${quoted(choices.delimiter)}`] : []),
    "",
    "[tables.entities.row]",
    `schema = ${quoted(choices.schema)}`,
    `id = ${quoted(`${stem}-{${choices.identity}}`)}`,
    "",
    "[tables.entities.row.properties]",
    ...values,
    "",
  ].join("\n");
}

/** The schemata that a row can be: not abstract, in the order of their names. */
export function choosable(ontology: Ontology): Schema[] {
  return ontology.schemata.filter((schema) => !schema.abstract).sort((a, b) => a.label.localeCompare(b.label));
}

function cells(line: string, delimiter: string): string[] {
  const found: string[] = [];
  let cell = "";
  let quotedNow = false;
  for (const char of line) {
    if (char === '"') quotedNow = !quotedNow;
    else if (char === delimiter && !quotedNow) {
      found.push(cell.trim());
      cell = "";
    } else cell += char;
  }
  return [...found, cell.trim()];
}

/** A TOML basic string. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
