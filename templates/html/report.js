// Searches, filters, sorts and pages the rows that are in the document. Nothing is fetched, and
// nothing is put into the page but text and rows that stood there already.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const PAGE = 50;
  const words = document.getElementById("words").dataset;
  const fill = (text, values) => text.replace(/\{(\w)\}/g, (whole, name) => name in values ? values[name] : whole);
  const digits = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const make = (tag, text) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const values = (cell) => {
    if (!cell) return [];
    if (cell.dataset.v !== undefined) return [cell.dataset.v];
    const list = cell.firstElementChild;
    return list && list.tagName === "UL" ? Array.from(list.children, (item) => item.textContent.trim()) : [cell.textContent.trim()];
  };

  // ---------------------------------------------------------------------------------- one table
  class Rows {
    constructor(table) {
      this.table = table;
      this.body = table.tBodies[0];
      this.all = Array.from(this.body.rows);
      this.shown = this.all;
      this.page = 0;
      this.chosen = new Map();
      this.section = table.closest("section");
      this.details = table.closest("details.long, details.rule");
      this.paged = this.all.length > PAGE;
      if (this.paged) this.body.replaceChildren(...this.all.slice(0, PAGE));
      this.texts = null;
      this.facets = table.dataset.facets ? table.dataset.facets.split(",").map(Number) : [];
      this.columns = new Map();
      this.titles = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent);
    }

    // What is asked of every row is read once, ahead of the question where there is time.
    * prepare() {
      const { all } = this;
      const read = function* (of) {
        const found = [];
        for (const row of all) {
          found.push(of(row));
          if (found.length % 500 === 0) yield;
        }
        return found;
      };
      if (!this.texts) {
        const texts = yield* read((row) => row.textContent.toLowerCase());
        if (all === this.all) this.texts = texts;
      }
      for (const at of this.facets) {
        if (this.columns.has(at)) continue;
        const column = yield* read((row) => values(row.cells[at]));
        if (all === this.all) this.columns.set(at, column);
      }
      if (this === points && !this.pieces) this.pieces = yield* read((row) => [row, pieces(row)]);
    }

    index() {
      if (!this.texts) this.texts = this.all.map((row) => row.textContent.toLowerCase());
      return this.texts;
    }

    column(at) {
      if (!this.columns.has(at)) this.columns.set(at, this.all.map((row) => values(row.cells[at])));
      return this.columns.get(at);
    }

    tools() {
      if (this.all.length < 8) return;
      const tools = make("div");
      tools.className = "tools";
      this.selects = new Map();
      for (const at of this.facets) {
        const label = make("label", this.titles[at]);
        const select = make("select");
        select.append(make("option", words.all));
        select.firstChild.value = "";
        select.addEventListener("focus", () => this.options(at), { once: true });
        select.addEventListener("pointerdown", () => this.options(at), { once: true });
        select.addEventListener("change", () => this.choose(at, select.selectedIndex ? select.value : null));
        label.append(select);
        tools.append(label);
        this.selects.set(at, select);
      }
      this.output = make("output");
      tools.append(this.output);
      const pages = make("div");
      pages.className = "pages";
      this.back = make("button", words.back);
      this.next = make("button", words.next);
      this.where = make("span");
      for (const button of [this.back, this.next]) button.type = "button";
      this.back.addEventListener("click", () => this.turn(-1));
      this.next.addEventListener("click", () => this.turn(1));
      pages.append(this.where, this.back, this.next);
      if (this.paged) tools.append(pages);
      this.table.closest(".scroll").before(tools);
      Array.from(this.table.tHead.rows[0].cells).forEach((cell, at) => {
        const button = make("button", this.titles[at]);
        button.type = "button";
        button.title = fill(words.sort, { n: this.titles[at] });
        button.addEventListener("click", () => this.sort(at));
        cell.replaceChildren(button);
      });
      this.write();
    }

    // The values of a column with how often each occurs, most first; made when somebody asks.
    options(at) {
      const select = this.selects && this.selects.get(at);
      if (!select || select.options.length > 1) return;
      const counts = new Map();
      for (const cell of this.column(at)) for (const value of cell) counts.set(value, (counts.get(value) || 0) + 1);
      const sorted = Array.from(counts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      const list = document.createDocumentFragment();
      for (const [value, count] of sorted) {
        const option = make("option", `${value || "–"} (${digits(count)})`);
        option.value = value;
        list.append(option);
      }
      select.append(list);
    }

    choose(at, value) {
      if (value === null) this.chosen.delete(at);
      else this.chosen.set(at, value);
      this.options(at);
      const select = this.selects && this.selects.get(at);
      if (select) {
        select.selectedIndex = 0;
        if (value !== null) for (const option of select.options) if (option.index && option.value === value) option.selected = true;
      }
      this.filter(search.terms);
      address(this);
    }

    sort(at) {
      const heads = Array.from(this.table.tHead.rows[0].cells);
      const down = heads[at].getAttribute("aria-sort") === "ascending";
      for (const head of heads) head.removeAttribute("aria-sort");
      heads[at].setAttribute("aria-sort", down ? "descending" : "ascending");
      const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
      const keys = this.all.map((row) => row.cells[at] ? row.cells[at].textContent : "");
      const sorted = this.all.map((_, index) => index).sort((a, b) => order.compare(keys[a], keys[b]) || a - b);
      if (down) sorted.reverse();
      this.all = sorted.map((index) => this.all[index]);
      this.texts = null;
      this.columns.clear();
      this.filter(search.terms);
    }

    filter(terms) {
      const texts = terms.words.length || terms.line ? this.index() : null;
      const chosen = Array.from(this.chosen, ([at, value]) => [this.column(at), value]);
      const matches = (at) => (!texts || terms.words.every((word) => texts[at].includes(word)))
        && chosen.every(([column, value]) => column[at].includes(value));
      this.shown = texts || chosen.length ? this.all.filter((_, at) => matches(at)) : this.all;
      this.page = 0;
      this.write();
    }

    turn(by) {
      this.page += by;
      this.write();
      this.table.closest(".scroll").scrollIntoView({ block: "nearest" });
    }

    write() {
      const from = this.page * PAGE;
      const rows = this.paged ? this.shown.slice(from, from + PAGE) : this.shown;
      this.body.replaceChildren(...rows);
      if (!this.output) return;
      const whole = this.shown.length === this.all.length;
      this.output.textContent = this.shown.length ? (whole ? "" : fill(words.rows, { n: digits(this.shown.length), m: digits(this.all.length) })) : words.none;
      this.where.textContent = fill(words.page, { a: digits(Math.min(from + 1, this.shown.length)), b: digits(Math.min(from + PAGE, this.shown.length)), n: digits(this.shown.length) });
      this.back.disabled = this.page === 0;
      this.next.disabled = from + PAGE >= this.shown.length;
    }

    // Shows the page on which a row stands, without a filter that hides it.
    reveal(row) {
      if (!this.shown.includes(row)) {
        for (const at of Array.from(this.chosen.keys())) this.choose(at, null);
        if (search.terms.text) search.clear();
      }
      this.page = this.paged ? Math.floor(this.shown.indexOf(row) / PAGE) : 0;
      this.write();
    }
  }

  const tables = Array.from(document.querySelectorAll("table[data-facets]"), (table) => new Rows(table));
  const byId = new Map();
  for (const rows of tables) for (const row of rows.all) if (row.id) byId.set(row.id, [rows, row]);
  for (const rows of tables) rows.tools();
  for (const details of document.querySelectorAll("details.long")) details.open = true;

  // ---------------------------------------------------------------------------------- one search
  // What a statement writes: its text, cut at the holes that are filled when the program runs.
  const HOLE = /\$?\{[^{}]*\}|%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]/;
  const points = tables.find((rows) => rows.table.id === "t-points");
  function pieces(row) {
    const code = row.cells[0].firstElementChild;
    return code && code.tagName === "CODE" ? code.textContent.toLowerCase().split(HOLE) : [];
  }
  const writes = (line) => {
    if (!points.pieces) points.pieces = points.all.map((row) => [row, pieces(row)]);
    let best = [];
    let most = 11; // fewer letters in common are chance
    for (const [row, pieces] of points.pieces) {
      let at = 0;
      let letters = 0;
      for (const piece of pieces) {
        const found = line.indexOf(piece, at);
        if (found < 0) {
          letters = -1;
          break;
        }
        at = found + piece.length;
        letters += piece.trim().length;
      }
      if (letters > most) {
        most = letters;
        best = [row];
      } else if (letters === most) best.push(row);
    }
    return best;
  };

  const input = document.getElementById("q");
  const output = document.getElementById("n");
  const entries = Array.from(document.querySelectorAll("nav a"), (link) => [link, link.querySelector(".n"), link.querySelector(".n").textContent]);
  const search = {
    terms: { text: "", words: [], line: false },
    run() {
      const text = input.value.trim().toLowerCase();
      this.terms = { text, words: text ? text.split(/\s+/) : [], line: false };
      for (const rows of tables) rows.filter(this.terms);
      let hits = tables.reduce((sum, rows) => sum + rows.shown.length, 0);
      if (!hits && this.terms.words.length > 1 && points) {
        const found = writes(text);
        if (found.length) {
          points.shown = found;
          points.write();
          hits = found.length;
        }
      }
      document.body.classList.toggle("searching", Boolean(text));
      const bySection = new Map();
      for (const rows of tables) {
        const block = rows.details || rows.table.closest("section > div:not(.scroll)");
        if (block) block.hidden = Boolean(text) && !rows.shown.length;
        if (rows.details && rows.details.classList.contains("rule") && text) rows.details.open = rows.shown.length > 0 && rows.shown.length <= 20;
        bySection.set(rows.section.id, (bySection.get(rows.section.id) || 0) + rows.shown.length);
      }
      for (const section of document.querySelectorAll("main > section")) {
        section.hidden = Boolean(text) && !bySection.get(section.id);
      }
      const map = document.getElementById("map");
      if (map) map.hidden = Boolean(text);
      for (const [link, count, before] of entries) {
        const found = bySection.get(link.hash.slice(1)) || 0;
        count.textContent = text && bySection.has(link.hash.slice(1)) ? digits(found) : text ? "" : before;
      }
      output.textContent = text ? (hits ? fill(words.hits, { n: digits(hits) }) : words.none) : "";
    },
    clear() {
      input.value = "";
      this.run();
    },
  };
  input.closest(".search").hidden = false;
  input.addEventListener("input", () => search.run());
  input.addEventListener("keydown", (event) => { if (event.key === "Escape") search.clear(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select, textarea")) {
      event.preventDefault();
      input.focus();
    }
  });

  // ---------------------------------------------------------------------------------- addresses
  // `#p1a2b3c4` is a row, `#points?1=logs&2=error` a table with what is chosen in its columns.
  const write = (hash) => history.replaceState(null, "", hash);
  function address(rows) {
    const chosen = Array.from(rows.chosen, ([at, value]) => `${at}=${encodeURIComponent(value)}`);
    write(`#${rows.section.id}${chosen.length ? "?" + chosen.join("&") : ""}`);
  }
  const go = () => {
    const [id, query] = decodeURI(location.hash.slice(1)).split(/\?(.*)/s);
    if (query !== undefined) {
      const section = document.getElementById(id);
      const rows = tables.find((rows) => rows.section === section);
      if (!rows) return;
      for (const part of location.hash.split(/\?(.*)/s)[1].split("&")) {
        const [at, value] = part.split("=");
        if (rows.facets.includes(Number(at))) rows.choose(Number(at), decodeURIComponent(value || ""));
      }
      section.scrollIntoView();
      return;
    }
    const place = byId.get(id);
    if (!place) return;
    const [rows, row] = place;
    rows.reveal(row);
    for (let details = row.closest("details"); details; details = details.parentElement.closest("details")) details.open = true;
    for (const other of document.querySelectorAll("tr.here")) other.classList.remove("here");
    row.classList.add("here");
    row.scrollIntoView({ block: "center" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    if (link.dataset.set !== undefined) {
      event.preventDefault();
      if (search.terms.text) search.clear();
      const section = document.getElementById(link.hash.slice(1));
      const rows = tables.find((rows) => rows.section === section);
      for (const at of Array.from(rows.chosen.keys())) rows.choose(at, null);
      rows.choose(Number(link.dataset.set), link.dataset.value);
      if (link.dataset.set2 !== undefined) rows.choose(Number(link.dataset.set2), link.dataset.value2);
      section.scrollIntoView();
    } else if (link.hash.length > 1) {
      const section = document.getElementById(link.hash.slice(1));
      if (section && section.hidden) search.clear();
      setTimeout(go);
    }
  });
  addEventListener("hashchange", go);
  if (location.hash.length > 1) go();

  // What is filtered is printed whole, and every fold is open on paper.
  addEventListener("beforeprint", () => {
    for (const rows of tables) rows.body.replaceChildren(...rows.shown);
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  addEventListener("afterprint", () => { for (const rows of tables) rows.write(); });

  // So that the first key typed waits for nothing.
  const later = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 20));
  const waiting = tables.map((rows) => rows.prepare());
  const prepare = (deadline) => {
    while (waiting.length && deadline.timeRemaining() > 1) if (waiting[0].next().done) waiting.shift();
    if (waiting.length) later(prepare);
  };
  later(prepare);
});
