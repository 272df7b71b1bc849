/* The digits of a card -> what the card says.  The browser's half of idcard/payload.py: the same wire format
 * (version 1), the same strictness, the same three refusals.  tests/golden/payload holds vectors for both.
 *
 * pumpcard.decode(digits, slugs) -> {profile, made_on, unknown: [[field, value]], signature: {key_id, signature} | null}
 *   slugs: pump code -> slug, as the page's data has it
 *   profile: the shape that `idcard read` prints
 * Throws pumpcard.Refused with kind "damaged", "newer" or "not_ours".
 *
 * Plain script, no library; needs BigInt and TextDecoder (browsers from 2020 on). */
"use strict";

(function () {
  const pumpcard = (globalThis.pumpcard = globalThis.pumpcard || {});

  const MOST_DIGITS = 1500, MOST_BODY_BYTES = 600, DEEPEST = 4;
  const FIRST_BYTE = 1, VERSION = 1, SIGNED = 0x20, KEY_ID_BYTES = 4, SIGNATURE_BYTES = 64, CRC_BYTES = 4;
  const FIRST_DAY = Date.UTC(1900, 0, 1), DAY_MS = 86400000, LAST_DAY = 2958463; // 9999-12-31

  /* Frozen: idcard/wire/fields.py says what each number means and why it never changes. */
  const MODES = {simple: 1, flex: 2, bolus: 3};
  const DOSE_SOURCES = {patient: 1, clinic_printout: 2, clinic_letter: 3};
  const ALLERGY_STATES = {not_recorded: 1, listed: 2, none_known: 3};
  const ROLES = {clinic: 1, on_call: 2, family: 3, manufacturer: 4, other: 5};
  const CONDITIONS = {
    spinal_injury_t6: 1, non_verbal: 2, epilepsy: 3, respiratory: 4, sleep_apnoea: 5, renal: 6, dialysis: 7, pregnancy: 8,
  };

  class Refused extends Error {
    constructor(kind, reason) {
      super(reason);
      this.kind = kind;
    }
  }
  const damaged = () => new Refused("damaged", "damaged or incomplete");
  const newer = () => new Refused("newer", "made by a newer version");
  const notOurs = (reason) => new Refused("not_ours", reason);
  function need(condition, reason) {
    if (!condition) throw notOurs(reason);
  }

  /* ---- frame */

  function crc32(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return (crc ^ 0xffffffff) >>> 0;
  }

  function toBytes(digits) {
    const hex = BigInt(digits).toString(16);
    const even = hex.length % 2 ? "0" + hex : hex;
    return Uint8Array.from(even.match(/../g), (pair) => parseInt(pair, 16));
  }

  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  function unframe(digits) {
    need(typeof digits === "string" && digits.length <= MOST_DIGITS, "too long");
    need(/^[1-9][0-9]*$/.test(digits), "not digits alone");
    const bytes = toBytes(digits);
    const end = bytes.length - CRC_BYTES;
    if (end < 1) throw damaged();
    const written = new DataView(bytes.buffer).getUint32(end);
    if (crc32(bytes.subarray(0, end)) !== written) throw damaged();
    need(bytes[0] === FIRST_BYTE, "begins in another way");
    if (end < 2 || (bytes[1] !== VERSION && bytes[1] !== (VERSION | SIGNED))) throw newer();
    if (!(bytes[1] & SIGNED)) return {body: bytes.subarray(2, end), signature: null};
    const bodyEnd = end - SIGNATURE_BYTES - KEY_ID_BYTES;
    need(bodyEnd > 2, "too short for its signature");
    const keyEnd = bodyEnd + KEY_ID_BYTES;
    return {
      body: bytes.subarray(2, bodyEnd),
      signature: {key_id: toHex(bytes.subarray(bodyEnd, keyEnd)), signature: toHex(bytes.subarray(keyEnd, end))},
    };
  }

  /* ---- body: the subset of CBOR in idcard/wire/cbor.py.  Maps become Map, so that keys stay numbers in their order. */

  class Reader {
    constructor(bytes) {
      this.bytes = bytes;
      this.place = 0;
    }
    take(count) {
      need(count <= this.bytes.length - this.place, "ends too early");
      this.place += count;
      return this.bytes.subarray(this.place - count, this.place);
    }
    head() {
      const first = this.take(1)[0], major = first >> 5, info = first & 31;
      if (info < 24) return [major, info];
      need(info < 28, "open or reserved length");
      const width = 1 << (info - 24);
      let argument = 0;
      for (const byte of this.take(width)) argument = argument * 256 + byte;
      need(argument <= Number.MAX_SAFE_INTEGER, "number above 2^53-1");
      need(argument >= (width === 1 ? 24 : 2 ** (4 * width)), "not the shortest form");
      return [major, argument];
    }
    value(level) {
      const [major, argument] = this.head();
      if (major === 0) return argument;
      if (major === 3) return this.text(argument);
      need(major === 4 || major === 5, "unknown type");
      need(level <= DEEPEST, "too many levels");
      if (major === 5) return this.map(argument, level);
      const list = [];
      for (let index = 0; index < argument; index++) list.push(this.value(level + 1));
      return list;
    }
    text(length) {
      try {
        return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(this.take(length));
      } catch (error) {
        if (error instanceof Refused) throw error;
        throw notOurs("text that is not UTF-8");
      }
    }
    map(size, level) {
      const found = new Map();
      let last = -1;
      for (let index = 0; index < size; index++) {
        const [major, key] = this.head();
        need(major === 0, "key that is not a number");
        need(key > last, "keys twice or out of order");
        found.set(key, this.value(level + 1));
        last = key;
      }
      return found;
    }
  }

  /* Text that the form would not have taken: unseen characters (joiners of Persian and Indic names apart), another
   * spelling of the same letters, stacks of marks, stray spaces.  Unassigned characters pass: an old browser
   * must not refuse a new letter. */
  function checkText(value) {
    if (typeof value === "string") {
      const seen = !/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(value);
      const tidy = value.normalize("NFC") === value && !/[\p{Mn}\p{Me}]{5}/u.test(value) && !/^\s|\s$| {2}/.test(value);
      need(seen && tidy, "text that is not plain");
    } else if (typeof value === "object") {
      for (const part of value.values()) checkText(part);
    }
  }

  /* ---- fields: each reader takes (value, note) and gives what the profile holds; note(place, value) is for what
   * this version does not know. */

  const isNumber = (value) => need(typeof value === "number", "something else where a number belongs");
  const isText = (value) => need(typeof value === "string", "something else where text belongs");
  const isList = (value) => need(Array.isArray(value) && value.length > 0, "something else where a list belongs");

  const text = (longest) => (value) => {
    isText(value);
    need(value !== "" && Array.from(value).length <= longest, "text empty or too long");
    return value;
  };

  const texts = (longest, most, pattern) => (value) => {
    isList(value);
    need(value.length <= most, "too many entries");
    return value.map((part) => {
      const word = text(longest)(part);
      need(!pattern || pattern.test(word), "not a code");
      return word;
    });
  };

  function day(value) {
    isNumber(value);
    need(value <= LAST_DAY, "day after the year 9999");
    return new Date(FIRST_DAY + value * DAY_MS).toISOString().slice(0, 10);
  }

  function partialDay(value) {
    if (!Array.isArray(value)) return day(value);
    isList(value);
    value.forEach(isNumber);
    const [year, month] = value;
    need(value.length <= 2 && year <= 8099 && (month === undefined || (month >= 1 && month <= 12)), "not year and month");
    return String(1900 + year) + (month === undefined ? "" : "-" + String(month).padStart(2, "0"));
  }

  /* Thousandths as exact decimal text; the profile has two decimals at most. */
  const number = (least, most) => (value) => {
    isNumber(value);
    need(value % 10 === 0 && value >= least * 1000 && value <= most * 1000, "number that cannot be right");
    const part = String(value % 1000).padStart(3, "0").replace(/0+$/, "");
    return String(Math.floor(value / 1000)) + (part && "." + part);
  };

  const wordOf = (table, code) => Object.keys(table).find((word) => table[word] === code);

  const coded = (table, leftOut) => (value) => {
    isNumber(value);
    const word = wordOf(table, value);
    if (word === undefined) throw newer();
    need(!leftOut.includes(word), "the usual written out");
    return word;
  };

  function conditions(value, note) {
    isList(value);
    const known = [];
    for (const code of value) {
      isNumber(code);
      const word = wordOf(CONDITIONS, code);
      if (word === undefined) note("", code);
      else known.push(word);
    }
    need(new Set(known).size === known.length, "a condition twice");
    return known;
  }

  const rows = (columns, most, readRow) => (value, note) => {
    isList(value);
    need(value.length <= most, "too many entries");
    return value.map((given, index) => {
      const cells = typeof given === "string" ? [given] : given;
      isList(cells);
      need(typeof given === "string" || cells.length > 1 || typeof cells[0] !== "string", "a row of one text in an array");
      const last = cells[cells.length - 1];
      need(cells.length > columns || (last !== "" && last !== 0), "a row with an empty end");
      cells.slice(columns).forEach((extra, more) => note(`[${index}][${columns + more}]`, extra));
      const padded = cells.concat(Array(columns).fill("")).slice(0, columns);
      return readRow(padded, (place, part) => note(`[${index}]${place}`, part));
    });
  };

  const given = (value, read) => (value === "" || value === 0 ? undefined : read(value));

  function contact([phone, role, hours, name, extension, tested], note) {
    isNumber(phone);
    isNumber(role);
    need(/^[1-9]\d{4,14}$/.test(String(phone)), "not a phone number");
    const word = wordOf(ROLES, role);
    if (word === undefined) note(".role", role);
    if (extension !== "") isText(extension);
    need(/^\d{0,7}$/.test(extension), "not an extension");
    if (tested !== "") isNumber(tested);
    [hours, name].forEach(isText);
    return present({
      role: word || "other", name: given(name, text(40)), phone: "+" + phone + (extension && ";ext=" + extension),
      hours: given(hours, text(40)), tested_on: given(tested, day),
    });
  }

  const textRow = (columns) => (cells) => {
    cells.forEach(isText);
    return present(Object.fromEntries(columns.map((column, index) => [column, index ? given(cells[index], text(40)) : text(40)(cells[0])])));
  };

  const present = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

  function flag(value) {
    if (value !== 1) throw newer();
    return true;
  }

  function count(value) {
    isNumber(value);
    need(value >= 1 && value <= 50, "number that cannot be right");
    return value;
  }

  const pump = (slugs) => (value, note) => {
    if (typeof value === "string") return {model: "other", other_model: text(40)(value)};
    isNumber(value);
    const slug = slugs[value];
    if (slug !== undefined && slug !== "other") return {model: slug};
    note("", value); // a pump that came later: "other" takes the strictest rules
    return {model: "other", other_make: "unknown make", other_model: `pump code ${value}`};
  };

  const FIELDS = {
    1: ["made_on", day],
    2: ["patient.name", text(60)],
    3: ["patient.born", day],
    4: ["pump.model", null], // needs the page's pumps
    5: ["therapy.concentration_mcg_per_ml", number(100, 6000)],
    6: ["therapy.daily_dose_mcg", number(5, 2500)],
    7: ["therapy.set_on", day],
    8: ["therapy.refill_by", day],
    9: ["contacts", rows(6, 6, contact)],
    10: ["therapy.dose_source", coded(DOSE_SOURCES, ["patient"])],
    11: ["allergies.items", rows(2, 8, textRow(["substance", "reaction"]))],
    12: ["conditions", conditions],
    13: ["pump.serial", text(40)],
    14: ["therapy.mode", coded(MODES, ["simple"])],
    15: ["therapy.last_refill", day],
    16: ["pump.implanted", partialDay],
    17: ["pump.replace_by", partialDay],
    18: ["patient.needs", texts(60, 4)],
    19: ["patient.languages", texts(60, 4, /^[a-z]{2,3}(-[A-Z]{2})?$/)],
    20: ["medicines", texts(60, 20)],
    21: ["notes", text(240)],
    22: ["therapy.oral_backup", text(60)],
    23: ["pump.reservoir_ml", number(10, 50)],
    24: ["patient.alias", flag],
    25: ["patient.weight_kg", number(1, 400)],
    26: ["pump.other_make", text(40)],
    27: ["pump.site", text(40)],
    28: ["pump.catheter_tip", text(40)],
    29: ["therapy.bolus_mcg", number(0, 2500)],
    30: ["therapy.boluses_per_day", count],
    31: ["therapy.filled_ml", number(0, 50)],
    32: ["therapy.residual_ml", number(0, 50)],
    33: ["therapy.alarm_ml", number(0, 50)],
    34: ["therapy.admixtures", rows(3, 4, textRow(["name", "concentration", "daily_dose"]))],
    35: ["other_conditions", texts(60, 4)],
    36: ["allergies.as_of", day],
    37: ["allergies.state", coded(ALLERGY_STATES, ["listed", "not_recorded"])],
  };
  const CRITICAL = 128;

  const plainValue = (value) => {
    if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, part]) => [key, plainValue(part)]));
    return Array.isArray(value) ? value.map(plainValue) : value;
  };

  function readFields(body, slugs) {
    const facts = {}, unknown = [];
    for (const [key, value] of body) {
      if (key === 0 || key >= CRITICAL) throw newer();
      if (!FIELDS[key]) {
        unknown.push([`key ${key}`, plainValue(value)]);
        continue;
      }
      const [path, read] = FIELDS[key];
      facts[path] = (read || pump(slugs))(value, (place, part) => unknown.push([path + place, plainValue(part)]));
    }
    return {facts, unknown};
  }

  /* Facts by path -> the profile, with the usual put in where the card leaves it out. */
  function nested(facts) {
    const profile = {patient: {alias: false}, pump: {}, therapy: {mode: "simple", dose_source: "patient"}, allergies: {}};
    for (const [path, fact] of Object.entries(facts)) {
      const [section, name] = path.split(".");
      if (Array.isArray(fact) && !fact.length) continue;
      if (name) profile[section][name] = fact;
      else profile[section] = fact;
    }
    Object.assign(profile.pump, profile.pump.model);
    profile.allergies.state = profile.allergies.state || (profile.allergies.items ? "listed" : "not_recorded");
    return profile;
  }

  /* What idcard/profile.py asks of a whole profile. */
  function checkProfile({patient, pump, therapy, allergies, contacts}) {
    need(patient.name && pump.model && contacts, "something needed is missing");
    need(therapy.concentration_mcg_per_ml && therapy.daily_dose_mcg && therapy.set_on, "something needed is missing");
    need(pump.model === "other" ? pump.other_make && pump.other_model : !pump.other_make, "make and model do not agree");
    need(allergies.state === (allergies.items ? "listed" : allergies.state), "allergies do not agree");
    need(allergies.state !== "none_known" || allergies.as_of, "none known, but when?");
    const bolus = [therapy.bolus_mcg, therapy.boluses_per_day];
    need(bolus.every((part) => (part !== undefined) === (therapy.mode === "bolus")), "bolus and mode do not agree");
    const size = Number(therapy.bolus_mcg);
    need(therapy.mode !== "bolus" || (size > 0 && size < Number(therapy.daily_dose_mcg)), "bolus that cannot be right");
    const left = [therapy.residual_ml, therapy.alarm_ml].filter((volume) => volume !== undefined);
    need(therapy.filled_ml === undefined || left.every((volume) => Number(volume) < Number(therapy.filled_ml)), "volumes do not agree");
  }

  pumpcard.Refused = Refused;
  pumpcard.tables = {MODES, DOSE_SOURCES, ALLERGY_STATES, ROLES, CONDITIONS};
  pumpcard.keys = Object.fromEntries(Object.entries(FIELDS).map(([key, [path]]) => [key, path]));

  pumpcard.decode = function (digits, slugs) {
    const {body, signature} = unframe(digits);
    need(body.length <= MOST_BODY_BYTES, "too large");
    const reader = new Reader(body);
    const map = reader.value(1);
    need(reader.place === body.length, "bytes after its end");
    need(map instanceof Map, "not a list of fields");
    checkText(map);
    const {facts, unknown} = readFields(map, slugs);
    const made_on = facts.made_on;
    delete facts.made_on;
    need(made_on, "does not say when it was made");
    const profile = nested(facts);
    checkProfile(profile);
    return {profile, made_on, unknown, signature};
  };
})();
