"use strict";
(() => {
  const api = "api/v1";
  const main = document.getElementById("main");
  const link = location.hash.slice(1);
  const KEPT = "share";
  let opened = null;

  const MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];
  const day = (iso) => {
    const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
    return `${date} ${MONTHS[month - 1]} ${year}\u00a0г.`;
  };

  const make = (tag, text, kind) => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (kind) node.className = kind;
    return node;
  };
  const show = (...nodes) => { main.replaceChildren(...nodes); scrollTo(0, 0); };
  const card = (...nodes) => { const node = make("section", "", "card"); node.append(...nodes); return node; };
  const button = (text, kind, act) => { const node = make("button", text, kind); node.type = "button"; node.onclick = act; return node; };
  const plural = (n, one, few, many) => {
    const tail = n % 10, tails = n % 100;
    return tail === 1 && tails !== 11 ? one : tail >= 2 && tail <= 4 && (tails < 12 || tails > 14) ? few : many;
  };

  /* Every screen is an entry of the tab's history: «Back» goes to the one before, the address stays as it is. */
  const steps = [() => home()];
  let step = 0, turn = 0;
  const visit = (screen) => {
    steps.length = ++step;
    steps[step] = screen;
    turn += 1;
    history.pushState({ step }, "");
    return screen();
  };
  const back = () => history.back();
  addEventListener("popstate", (event) => {
    if (!opened) return;
    step = event.state?.step ?? 0;
    turn += 1;
    (steps[step] || steps[0])();
  });

  const ask = async (path, options = {}) => {
    const asked = turn;
    const headers = { "X-Emias-Client": "web", ...(options.headers || {}) };
    if (opened) headers.Authorization = `Bearer ${opened.accessToken}`;
    let answer;
    try { answer = await fetch(`${api}${path}`, { ...options, headers }); } catch { throw { detail: "Нет связи. Попробуйте ещё раз." }; }
    if (asked !== turn) throw null;  // the reader is elsewhere by now
    if (answer.ok) return answer;
    let problem = {};
    try { problem = await answer.json(); } catch { /* no problem+json came */ }
    if (opened && (answer.status === 401 || answer.status === 403)) { over(); throw null; }
    throw { detail: problem.detail || "Не получилось. Попробуйте ещё раз.", left: problem.remainingAttempts };
  };

  const over = () => {
    opened = null;
    sessionStorage.removeItem(KEPT);
    document.getElementById("until").textContent = "Показывает родитель";
    show(card(make("h1", "Ссылка больше не действует"), make("p", "Её время вышло, или родитель завершил показ. Попросите новую ссылку.")));
  };

  const failed = (problem, again) => {
    if (!problem) return;
    show(card(make("h1", "Не загрузилось"), make("p", problem.detail), button("Повторить", "main", again)));
  };

  const enter = () => {
    if (!link) { show(card(make("h1", "Здесь нужна ссылка"), make("p", "Откройте её целиком, как прислал родитель."))); return; }
    const field = make("input");
    field.inputMode = "numeric"; field.autocomplete = "one-time-code"; field.maxLength = 7; field.id = "code";
    field.setAttribute("aria-label", "Код из шести цифр");
    const wrong = make("p", "", "error");
    wrong.setAttribute("role", "alert");
    const form = make("form");
    const send = make("button", "Открыть", "main");
    send.type = "submit"; send.id = "open";
    form.append(make("h1", "Код от родителя"), make("p", "Введите шесть цифр, которые вам назвали. Ссылка открывается один раз."), field, wrong, send);
    form.onsubmit = async (event) => {
      event.preventDefault();
      send.disabled = true; wrong.textContent = "";
      try {
        const answer = await ask("/shares/open", {
          method: "POST", headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ token: link, code: field.value || " " }),
        });
        opened = await answer.json();
        sessionStorage.setItem(KEPT, JSON.stringify({ link, opened }));
        await home();
      } catch (problem) {
        if (problem) {
          const left = problem.left;
          wrong.textContent = problem.detail + (left ? ` Осталось ${left} ${plural(left, "попытка", "попытки", "попыток")}.` : "");
          field.value = "";
          if (left === 0) { field.disabled = true; return; }
          field.focus();
        }
      } finally { send.disabled = field.disabled; }
    };
    show(card(form));
    field.focus();
  };

  const home = async () => {
    const person = opened.patient;
    document.getElementById("who").textContent = `${person.lastName} ${person.firstName} ${person.middleName}, ${day(person.birthDate)}`;
    const until = new Date(opened.expiresAt);
    document.getElementById("until").textContent = `Открыто до ${until.toLocaleString("ru-RU", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Moscow" })}`;
    try {
      const sections = (await (await ask(`/patients/${person.id}/sections`)).json()).items;
      if (opened.sections.includes("growth")) sections.push({ section: "growth", title: "Рост и вес", newest: null, count: "" });
      const rows = sections.map((one) => {
        const row = button("", "row", () => visit(OWN[one.section] || (() => list(one))));
        const words = make("span");
        words.append(make("b", one.title), make("span", one.newest ? day(one.newest) : one.section === "growth" ? "По кривым ВОЗ" : "Записей нет", "quiet"));
        row.append(words, make("span", String(one.count), "mark"));
        row.dataset.section = one.section;
        return row;
      });
      show(make("h1", "Разделы"), card(...rows));
    } catch (problem) { failed(problem, home); }
  };

  const list = async (section) => {
    const box = card();
    const body = [button("К разделам", "plain", back), make("h1", section.title), box];
    if (section.section === "vaccinations") body.splice(2, 0, button("План прививок", "main", () => visit(parts.plan)));
    let cursor = null;
    const more = async () => {
      const query = cursor ? `?limit=50&cursor=${encodeURIComponent(cursor)}` : "?limit=50";
      const page = await (await ask(`/patients/${opened.patient.id}/${section.section}${query}`)).json();
      for (const one of page.items) {
        const row = button("", "row", () => visit(() => record(section, one)));
        const words = make("span");
        words.append(make("b", one.title), make("span", [day(one.date), one.doctor, one.importedOn ? "из архива" : ""].filter(Boolean).join(" · "), "quiet"));
        row.append(words);
        if (one.mark) row.append(make("span", one.mark.text, `mark ${one.mark.tone}`));
        row.dataset.record = one.id;
        box.append(row);
      }
      if (!page.total) box.append(make("p", "Записей нет.", "quiet"));
      cursor = page.nextCursor;
      next.hidden = !cursor;
    };
    const next = button("Показать ещё", "plain", () => more().catch((problem) => failed(problem, () => list(section))));
    next.hidden = true;
    try { await more(); show(...body, next); } catch (problem) { failed(problem, () => list(section)); }
  };

  const table = (columns, rows, kind = "") => {
    const node = make("table", "", kind), head = make("tr"), wide = make("div", "", "wide");
    head.append(...columns.map((one) => make("th", one)));
    node.append(head, ...rows.map((cells) => { const line = make("tr"); line.append(...cells.map((one) => make("td", one))); return line; }));
    wide.append(node);
    return wide;
  };
  const pairs = (items) => {
    const node = make("dl");
    for (const one of items) node.append(make("dt", one.label), make("dd", one.value));
    return node;
  };
  const FLAGS = { LOW: "ниже нормы", HIGH: "выше нормы", ABNORMAL: "вне нормы", NORMAL: "норма" };

  const block = (one) => {
    const nodes = one.heading ? [make("h2", one.heading)] : [];
    if (one.type === "labs") nodes.push(table(["Показатель", "Результат", "Норма", "Оценка"],
      one.rows.map((row) => [row.name, `${row.value} ${row.unit}`.trim(), row.reference || "—", FLAGS[row.flag] || "—"]), "labs"));
    else if (one.type === "table") nodes.push(table(one.columns, one.rows));
    else if (one.type === "diagnosis") nodes.push(make("p", `${one.code} ${one.name}${one.note ? ` (${one.note})` : ""}`));
    else if (one.type === "qr") nodes.push(make("p", one.caption, "quiet"));
    else if (one.type === "links") nodes.push(...one.items.map((link) => make("p", `${link.title}, ${day(link.date)}`)));
    else if (Array.isArray(one.items)) nodes.push(pairs(one.items.map((item) => ({ label: item.label || item.when || "", value: item.value || item.text || item.title || "" }))));
    else if (one.text) nodes.push(make("p", one.text));
    return nodes;
  };

  const record = async (section, row) => {
    const address = `/patients/${opened.patient.id}/${section.section}/${row.id}/document`;
    try {
      const told = await (await ask(address)).json();
      const note = make("p", "", "error");
      const save = button("Скачать PDF", "main", async () => {
        save.disabled = true; note.textContent = "";
        try {
          const file = await (await ask(`${address}.pdf`)).blob();
          const anchor = make("a");
          anchor.href = URL.createObjectURL(file);
          anchor.download = `${told.title.replace(/[\\/:*?"<>|]+/g, " ")} ${told.date}.pdf`;
          anchor.click();
          setTimeout(() => URL.revokeObjectURL(anchor.href), 60000);
        } catch (problem) { if (problem) note.textContent = problem.detail; } finally { save.disabled = false; }
      });
      save.id = "pdf";
      const head = [make("h1", told.title), make("p", [day(told.date), told.organisation, told.author].filter(Boolean).join(" · "), "quiet")];
      const summary = told.summary ? [make("p", told.summary.text + (told.summaryText ? `. ${told.summaryText}` : ""), `mark ${told.summary.tone}`)] : [];
      show(button("К списку", "plain", back), card(...head, ...summary, ...told.blocks.flatMap(block)), save, note);
    } catch (problem) { failed(problem, () => record(section, row)); }
  };

  const parts = window.shareParts({ ask, patient: () => opened.patient, make, card, button, show, failed, back, visit, day, table });
  const OWN = { diary: parts.diary, "child-data": parts.childData, growth: parts.growth };

  const start = () => {
    step = history.state?.step ?? 0;
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
      if (kept && kept.link === link) { opened = kept.opened; home(); return; }
    } catch { /* nothing of ours is kept */ }
    enter();
  };
  addEventListener("hashchange", () => location.reload());
  start();
})();
