"use strict";
/* What of a card has no list of records: the diary, what the parents entered, growth, the plan of vaccinations. */
window.shareParts = ({ ask, patient, make, card, button, show, failed, back, visit, day, table }) => {
  const at = (path) => `/patients/${patient().id}/${path}`;
  const json = async (path) => (await ask(path)).json();
  const number = (value) => value.toLocaleString("ru-RU");
  const MONTHS = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
  const partial = (iso) => {
    if (!iso) return "";
    const [year, month, date] = iso.split("-").map(Number);
    return date ? day(iso) : month ? `${MONTHS[month - 1]} ${year}\u00a0г.` : `${year}\u00a0г.`;
  };
  const moment = (iso) => new Date(iso).toLocaleString("ru-RU", { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Moscow" });
  const dotted = (...said) => said.filter(Boolean).join(" · ");
  const titled = (title, line, mark, key) => {
    const row = make("div", "", "item"), words = make("span");
    words.append(make("b", title));
    if (line) words.append(make("span", line, "quiet"));
    row.append(words);
    if (mark) row.append(make("span", mark.text, `mark ${mark.tone || ""}`));
    if (key) row.dataset.item = key;
    return row;
  };
  let words = null;
  const told = async () => { words = words || (await (await fetch("s/words.json")).json()); return words; };
  const screen = (title, body, again) => async () => {
    try {
      await told();
      show(button("Назад", "plain", back), make("h1", title), ...(await body()));
    } catch (problem) { failed(problem, again()); }
  };

  const VALUES = { bloodPressure: (one) => `${number(one.value)}/${number(one.value2)}` };
  const measured = (one) => one.value === null || one.value === undefined ? "" : `${(VALUES[one.indicator] || ((it) => number(it.value)))(one)}\u00a0${one.unit}`.trim();
  const diary = screen("Дневник здоровья", async () => {
    const box = card();
    let cursor = null;
    const more = async () => {
      const page = await json(at(`diary?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`));
      for (const one of page.items) {
        const notes = [one.note, one.symptoms.length && `Симптомы: ${one.symptoms.join(", ")}`, one.medicines.length && `Лекарства: ${one.medicines.join(", ")}`];
        box.append(titled(dotted(words.indicators[one.indicator], measured(one)), dotted(moment(one.measuredAt), ...notes, one.author), null, one.id));
      }
      if (!page.total) box.append(make("p", "Записей нет.", "quiet"));
      cursor = page.nextCursor;
      next.hidden = !cursor;
    };
    const next = button("Показать ещё", "plain", () => more().catch((problem) => failed(problem, diary)));
    await more();
    return [make("p", "Записывают родители.", "quiet"), box, next];
  }, () => diary);

  const FACES = {
    allergies: (one) => [one.substance, dotted(one.reaction, one.since && `с ${partial(one.since)}`), one.severity],
    medications: (one) => [one.medicine, dotted(one.dose, one.since && `с ${partial(one.since)}`, one.until && `до ${partial(one.until)}`, one.purpose)],
    injuries: (one) => [one.what, dotted(partial(one.on), one.treatedAt)],
    surgeries: (one) => [one.what, dotted(partial(one.on), one.hospital)],
    "family-history": (one) => [one.illness, words.relatives[one.relative]],
    vaccinations: (one) => [one.infections.map((key) => words.infections[key] || key).join(", "), dotted(partial(one.on), words.doses[one.dose], one.product, one.clinic)],
    visits: (one) => [one.speciality, dotted(partial(one.on), one.clinic, one.diagnosis, one.conclusion)],
  };
  const entry = (kind, one) => {
    const [title, line, severity] = FACES[kind](one);
    const mark = severity && { text: words.severities[severity], tone: severity === "MILD" ? "" : "WARN" };
    return titled(title, dotted(line, `внесено родителем: ${one.author}, ${day(one.enteredAt)}`, one.toldAuthor && `по словам архива, раньше внёс: ${one.toldAuthor}`), mark, one.id);
  };
  const childData = screen("Данные о ребенке", async () => {
    const summary = (await json(at("child-data"))).items;
    const rows = summary.map((one) => {
      const row = button("", "row", () => visit(kindOf(one.kind)));
      const said = make("span");
      said.append(make("b", words.kinds[one.kind]), make("span", one.newest.map((it) => FACES[one.kind](it)[0]).join(", ") || "Не заполнено", "quiet"));
      row.append(said, make("span", String(one.total), "mark"));
      row.dataset.kind = one.kind;
      return row;
    });
    return [make("p", "Заполняют родители. Данные поликлиники эти записи не меняют.", "quiet"), card(...rows)];
  }, () => childData);
  const kindOf = (kind) => {
    const opened = () => screen(words.kinds[kind], async () => {
      const page = await json(at(`child-data/${kind}?limit=100`));
      const box = card(...page.items.map((one) => entry(kind, one)));
      if (!page.total) box.append(make("p", "Записей нет.", "quiet"));
      const disputes = page.conflicts.map((one) => make("p", one.text, "mark WARN"));
      const facts = page.clinic.map((one) => titled(one.title, dotted(one.detail, day(one.date), one.doctor)));
      return [box, ...(disputes.length ? [card(make("h2", "Расходится с картой поликлиники"), ...disputes)] : []),
        ...(facts.length ? [card(make("h2", "В карте поликлиники"), ...facts)] : [])];
    }, () => opened)();
    return opened;
  };

  const CHARTS = { HEIGHT: "Рост", WEIGHT: "Вес", BMI: "Индекс массы тела", HEAD: "Окружность головы" };
  const growth = screen("Рост и вес", async () => {
    const found = await json(at("growth"));
    const drawn = found.charts.filter((one) => one.points.length).map((one) => card(make("h2", `${CHARTS[one.indicator]}, ${one.unit}`), table(
      ["Дата", "Значение", "z", "Центиль"],
      [...one.points].reverse().map((it) => [dotted(day(it.date), it.importedOn && "из архива"), number(it.value), it.z === null ? "—" : number(Math.round(it.z * 100) / 100), it.centile === null ? "—" : number(Math.round(it.centile))]),
    )));
    return [...(drawn.length ? drawn : [card(make("p", "Измерений нет.", "quiet"))]), make("p", `Сравнение: ${found.source}.`, "quiet")];
  }, () => growth);

  const plan = screen("План прививок", async () => {
    const found = (await json(at("vaccination-plan"))).items;
    const rows = found.map((one) => titled(
      dotted(one.title, one.doseTitle),
      dotted(one.date ? day(one.date) : `не раньше ${day(one.earliest)}`, one.product, one.reason, one.uncertain && "уточните у врача"),
      words.statuses[one.status], one.code,
    ));
    return [card(...rows)];
  }, () => plan);

  return { diary, childData, growth, plan };
};
