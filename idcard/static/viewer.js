/* The card viewer: reads the digits behind "#", fills the page, and leaves when told to.  Nothing leaves the device.
 *
 * All words come from <script type="application/json" id="wording">, made by idcard/service/viewer_data.py:
 *   phrases        name -> text with {values}; labels, units, ages, refusals
 *   texts          id of guidance.toml -> {headline, page}
 *   pumps          code -> {slug, name, reservoir_ml, mri, alarms, hyperbaric, no_bolus}; the last but one are ids of texts
 *   months         twelve short names
 *   calling_codes  of countries, to group a phone number for the eye
 * The page's parts are in templates/viewer.html; what the card says goes in by textContent alone.
 * <html> gets data-done when the facts are on screen, or data-refused with the reason. */
"use strict";

(function () {
  const pumpcard = globalThis.pumpcard;
  const root = document.documentElement;
  const wording = JSON.parse(document.getElementById("wording").textContent);
  const slugs = Object.fromEntries(Object.entries(wording.pumps).map(([code, pump]) => [code, pump.slug]));
  const blank = document.getElementById("card").cloneNode(true);
  const title = document.title;

  const byId = (id) => document.getElementById(id);
  const fill = (template, values) => template.replace(/\{([a-z_]+)\}/g, (_, name) => values[name]);
  const phrase = (name, values) => fill(wording.phrases[name], values || {});
  const say = (id, column, values) => fill(wording.texts[id][column], values || {});
  const given = (parts) => parts.filter((part) => part);

  /* ---- words */

  function dateWords(partial) {
    const [year, month, day] = partial.split("-").map(Number);
    return given([day, month && wording.months[month - 1], String(year).padStart(4, "0")]).join(" ");
  }
  const ageWords = ({unit, n}) => (n === 1 && unit !== "years" ? phrase(unit + "_one") : phrase(unit, {n}));
  const volume = (ml) => ml && phrase("volume", {number: ml});
  const withText = (name, text) => text && phrase(name, {text});
  const withDate = (name, date) => date && phrase(name, {date: dateWords(date)});
  const withVolume = (name, ml) => ml && phrase(name, {volume: volume(ml)});

  /* "+12025550143" -> "+1 202 555 0143": every digit, grouped for the eye. */
  function phoneWords(phone) {
    const [number, extension] = phone.split(";ext=");
    const digits = number.slice(1);
    const code = [3, 2, 1].map((length) => digits.slice(0, length)).find((start) => wording.calling_codes.includes(start)) || "";
    const groups = digits.slice(code.length).match(/\d{3}(?=\d{3,})|\d+/g) || [];
    const shown = given(["+" + code, ...groups]).join(code ? " " : "");
    return extension ? phrase("extension", {number: shown, extension}) : shown;
  }
  const dayAndNight = (contact) => /^(24h|24\/7|24-hour)/.test((contact.hours || "").toLowerCase().replace(/ /g, ""));

  function languageWords(code) {
    try {
      return new Intl.DisplayNames(["en"], {type: "language"}).of(code);
    } catch (error) {
      return code; // an older browser has no names
    }
  }

  /* ---- parts of the page */

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  /* A row of facts: the main lines, then smaller ones; hidden while there is nothing to say. */
  function row(id, lines, small) {
    const cell = byId(id);
    lines = given(lines);
    if (!lines.length) return;
    lines.forEach((line, index) => {
      if (index) cell.append(document.createElement("br"));
      cell.append(element("bdi", line));
    });
    given(small || []).forEach((line) => cell.append(element("small", line)));
    cell.parentElement.hidden = false;
  }

  function show(id, text) {
    byId(id).textContent = text;
    byId(id).hidden = false;
  }

  /* ---- the card */

  function who({patient}) {
    const name = element("bdi", patient.name);
    byId("who").append(name, patient.alias ? " " + say("alias", "page") : "");
    if (patient.born) byId("who").append(", " + phrase("born", {date: dateWords(patient.born)}));
    byId("who").hidden = false;
    document.title = `${patient.name} · ${title}`;
  }

  function alarmParts({id, date, age}) {
    const values = {date: dateWords(date), age: ageWords(age)};
    if (id === "clock-wrong") return [phrase("clock_headline"), phrase("clock_page"), ""];
    if (id === "refill-soon") {
      values.when = age.n ? phrase("in_age", {age: values.age}) : phrase("today");
      return [say(id, "headline", values), say(id, "page", values), ""];
    }
    const how = id === "dose-old" ? phrase("how_dose", values) : phrase("how_past", values);
    return [say(id, "headline", values), say(id, "page", values), how];
  }

  function alarms(card, today) {
    const list = byId("alarm-list");
    pumpcard.alarms(card, today).forEach((alarm, index) => {
      const [headline, page, how] = alarmParts(alarm);
      // the worst is read at once; the others take a line each, so that the calls stay in sight
      const part = element(index ? "details" : "div");
      part.append(element(index ? "summary" : "strong", headline), " ", element(index ? "p" : "span", page));
      if (how) part.append(" ", element("small", how, "hint"));
      part.dataset.alarm = alarm.id;
      list.append(part);
    });
    show("clocks", say("clocks", "page", {made_on: dateWords(card.made_on), today: dateWords(today)}));
    byId("alarms").hidden = false;
  }

  const CALL_ORDER = ["on_call", "clinic", "manufacturer", "family", "other"];

  function calls({contacts}) {
    const rank = (contact) => (dayAndNight(contact) ? 0 : 10) + CALL_ORDER.indexOf(contact.role);
    // sort keeps the card's order among equals
    contacts.slice().sort((one, other) => rank(one) - rank(other)).forEach((contact, index) => {
      const link = element("a", "", index ? "call" : "call first");
      link.href = "tel:" + contact.phone.replace(";ext=", ",");
      const label = given([contact.name || phrase("role_" + contact.role), contact.hours, withDate("tested", contact.tested_on)]);
      link.append(element("bdi", label.join(", ")), " ", element("span", phoneWords(contact.phone)));
      byId("call-list").append(link);
    });
    if (!contacts.some(dayAndNight)) show("no-24h", say("no-24h-number", "page"));
    byId("calls").hidden = false;
  }

  function pump({pump, therapy}) {
    const facts = Object.values(wording.pumps).find((known) => known.slug === pump.model);
    const name = pump.model === "other" ? `${pump.other_make} ${pump.other_model}` : facts.name;
    row("pump", [name], [
      withVolume("reservoir", pump.reservoir_ml || facts.reservoir_ml), withText("serial", pump.serial), withText("site", pump.site),
      withText("catheter_tip", pump.catheter_tip), withDate("implanted", pump.implanted), withDate("replace_by", pump.replace_by),
    ]);
    row("mri", [say(facts.mri, "page")]);
    row("sounds", [say(facts.alarms, "page")]);
    row("chamber", [say(facts.hyperbaric, "page")]);
    if (facts.no_bolus && therapy.mode === "bolus") show("bolus-rule", say("bolus-prometra", "page"));
  }

  function dose({therapy}, today) {
    const by = say("by-" + therapy.dose_source.replace("_", "-"), "page");
    const values = {date: dateWords(therapy.set_on), by, age: ageWords(pumpcard.age(therapy.set_on, today))};
    const past = pumpcard.daysFrom(therapy.set_on, today) > 0;
    const bolus = therapy.bolus_mcg && phrase("bolus", {amount: phrase("amount", {number: therapy.bolus_mcg}), count: therapy.boluses_per_day});
    const main = [phrase("dose", {number: therapy.daily_dose_mcg}), phrase("mode_" + therapy.mode), bolus];
    row("dose", [given(main).join(", ")], [say(past ? "dose-age" : "dose-line", "page", values)]);
  }

  function drug({therapy}) {
    const others = (therapy.admixtures || []).map((part) => "+ " + given([part.name, part.concentration, part.daily_dose]).join(" "));
    row("drug", [phrase("concentration", {number: therapy.concentration_mcg_per_ml}), ...others],
      [others.length ? "" : say("admixtures-not-listed", "page")]);
    const volumes = given([withVolume("filled", therapy.filled_ml), withVolume("residual", therapy.residual_ml), withVolume("alarm_at", therapy.alarm_ml)]);
    row("refill", [therapy.refill_by ? dateWords(therapy.refill_by) : phrase("refill_unknown")],
      [therapy.refill_by && say("refill-date", "page"), withDate("last_refill", therapy.last_refill), volumes.join(", ")]);
    row("backup", [therapy.oral_backup]);
  }

  function allergies({allergies: {state, as_of, items}}) {
    if (state === "none_known") row("allergies", [say("allergies-none-known", "page", {date: dateWords(as_of)})]);
    else if (state === "not_recorded") row("allergies", [say("allergies-not-recorded", "page")], [withDate("allergies_as_of", as_of)]);
    else row("allergies", items.map((item) => item.substance + (item.reaction ? ` (${item.reaction})` : "")), [withDate("allergies_as_of", as_of)]);
  }

  function person({patient, conditions, other_conditions, medicines, notes}) {
    const known = (conditions || []).map((name) => say("condition-" + name.replace(/_/g, "-"), "page"));
    row("conditions", [...known, ...(other_conditions || [])]);
    row("needs", patient.needs || []);
    row("languages", [(patient.languages || []).map(languageWords).join(", ")]);
    row("weight", [patient.weight_kg && phrase("weight", {number: patient.weight_kg})]);
    row("medicines", medicines || []);
    row("notes", [notes]);
  }

  function labels(card) {
    const source = card.profile.therapy.dose_source;
    const by = source === "patient" ? phrase("entered_by")
      : phrase("entered_by_from", {source: say("by-" + source.replace("_", "-"), "page")});
    show("entered", card.signature ? say("signature-unknown", "page") : say("facts-entered", "page", {by}));
    show("made", say("card-made", "page", {date: dateWords(card.made_on)}));
    if (!card.unknown.length) return;
    const many = card.unknown.length;
    byId("unknown").append(element("p", many === 1 ? phrase("unknown_one") : phrase("unknown_many", {n: many})));
    card.unknown.forEach(([field, value]) => {
      const shown = typeof value === "string" ? value : JSON.stringify(value);
      byId("unknown").append(element("p", `${field}: ${shown}`, "hint"));
    });
    byId("unknown").hidden = false;
  }

  function showCard(card, today) {
    who(card.profile);
    alarms(card, today);
    calls(card.profile);
    pump(card.profile);
    dose(card.profile, today);
    drug(card.profile);
    allergies(card.profile);
    person(card.profile);
    labels(card);
    byId("facts").hidden = false;
    byId("forget").hidden = false;
    root.dataset.done = "";
  }

  /* ---- coming and going */

  /* The page as it was without a card. */
  function clear() {
    byId("card").replaceWith(blank.cloneNode(true));
    byId("who").textContent = "";
    byId("who").hidden = byId("refused").hidden = true;
    document.title = title;
    delete root.dataset.done;
    delete root.dataset.refused;
    byId("forget").addEventListener("click", forget);
  }

  function forget() {
    clear();
    history.replaceState(null, "", location.pathname);
    show("refused", phrase("forgotten"));
    root.dataset.refused = "forgotten";
    byId("refused").focus();
  }

  function refuse(kind) {
    clear();
    show("refused", phrase("refused_" + kind));
    root.dataset.refused = kind;
  }

  /* The date where the reader is, "2026-11-23". */
  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  }

  function read() {
    const digits = location.hash.slice(1);
    if (!digits) return refuse("none");
    if (typeof BigInt === "undefined" || typeof TextDecoder === "undefined") return refuse("browser");
    let card;
    try {
      card = pumpcard.decode(digits, slugs);
    } catch (error) {
      if (!(error instanceof pumpcard.Refused)) throw error;
      return refuse(error.kind);
    }
    clear();
    showCard(card, today());
  }

  const open = (which) => document.querySelectorAll(which).forEach((part) => (part.open = true));
  // a wide screen has room for what to do, and the calls still below it; the rest is opened by a tap
  if (matchMedia("(min-width: 34rem)").matches) open("#readings details.card");
  addEventListener("beforeprint", () => open("#readings details"));
  addEventListener("hashchange", read);
  read();
})();
