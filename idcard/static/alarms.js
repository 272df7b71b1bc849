/* What a card and a calendar say together.  Pure: no page, no clock, no words.
 *
 * pumpcard.alarms(card, today) -> [{id, date, age}], worst first; `today` is "2026-11-23" where the reader is.
 *   clock-wrong     the device's date is before the card was made: nothing can be worked out
 *   refill-passed   the card's refill date is past; whether it was refilled since, the card cannot know
 *   replace-passed  the last day of the card's replacement date is past
 *   refill-soon     the refill is due within 7 days, today included
 *   dose-old        the dose was set 6 months ago or more
 * An empty list means that nothing could be worked out, never that all is well. */
"use strict";

(function () {
  const pumpcard = (globalThis.pumpcard = globalThis.pumpcard || {});

  const SOON_DAYS = 7, OLD_MONTHS = 6;
  const WORST_FIRST = ["clock-wrong", "refill-passed", "replace-passed", "refill-soon", "dose-old"];

  const dayNumber = (iso) => Math.floor(Date.parse(iso + "T00:00:00Z") / 86400000);
  const daysFrom = (from, to) => dayNumber(to) - dayNumber(from);

  /* Whole calendar months from one day to a later one. */
  function monthsFrom(from, to) {
    const [fromYear, fromMonth, fromDay] = from.split("-").map(Number);
    const [toYear, toMonth, toDay] = to.split("-").map(Number);
    const lastDay = new Date(Date.UTC(toYear, toMonth, 0)).getUTCDate();
    // a month that began on the 31st is over on the last day of a shorter one
    const begun = toDay >= Math.min(fromDay, lastDay) ? 0 : 1;
    return (toYear - fromYear) * 12 + (toMonth - fromMonth) - begun;
  }

  /* The time between two days in the unit that people would use: days, from two months on months, then years. */
  function age(from, to) {
    const months = monthsFrom(from, to);
    if (months < 2) return {unit: "days", n: daysFrom(from, to)};
    return months < 24 ? {unit: "months", n: months} : {unit: "years", n: Math.floor(months / 12)};
  }

  /* The last day that "2028", "2028-06" or "2028-06-14" can mean. */
  function lastDayOf(partial) {
    if (partial.length === 10) return partial;
    const [year, month] = partial.split("-").map(Number);
    const last = new Date(Date.UTC(year, month || 12, 0)).getUTCDate();
    return `${partial.slice(0, 4)}-${String(month || 12).padStart(2, "0")}-${last}`;
  }

  pumpcard.age = age;
  pumpcard.daysFrom = daysFrom;
  pumpcard.alarms = function (card, today) {
    const {therapy, pump} = card.profile;
    const found = [];
    const add = (id, date, howLong) => found.push({id, date, age: howLong});
    // a day's difference is a time zone
    if (daysFrom(today, card.made_on) > 1) add("clock-wrong", card.made_on, age(today, card.made_on));
    if (therapy.refill_by) {
      const left = daysFrom(today, therapy.refill_by);
      if (left < 0) add("refill-passed", therapy.refill_by, age(therapy.refill_by, today));
      else if (left <= SOON_DAYS) add("refill-soon", therapy.refill_by, {unit: "days", n: left});
    }
    if (pump.replace_by && daysFrom(lastDayOf(pump.replace_by), today) > 0) {
      add("replace-passed", pump.replace_by, age(lastDayOf(pump.replace_by), today));
    }
    if (monthsFrom(therapy.set_on, today) >= OLD_MONTHS) add("dose-old", therapy.set_on, age(therapy.set_on, today));
    return found.sort((one, other) => WORST_FIRST.indexOf(one.id) - WORST_FIRST.indexOf(other.id));
  };
})();
