// Asks for the status every two seconds and shows it. What is there is changed in place, so that the focus, a selection
// and what a screen reader is reading stay where they are.
'use strict';

const PAUSE = 2000;
const STEPS = 24;
const SVG = 'http://www.w3.org/2000/svg';
const NUMBER = new Intl.NumberFormat('en', {maximumFractionDigits: 1});
const SHORT = new Intl.NumberFormat('en', {maximumFractionDigits: 1, notation: 'compact'});
const byId = id => document.getElementById(id);

function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

function draw(name, attributes = {}, ...children) {
  const drawn = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => drawn.setAttribute(key, value));
  drawn.append(...children);
  return drawn;
}

function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

// Builds the content of an element anew only when its shape is another; build returns what puts the values in.
function keep(element, shape, build, values) {
  const now = JSON.stringify(shape);
  if (element.shape !== now) {
    element.replaceChildren();
    element.show = build(element);
    element.shape = now;
  }
  element.show(values);
}

// ---- Curves

function curve() {
  const area = draw('path', {class: 'area'});
  const line = draw('path', {class: 'curve'});
  const ground = draw('line', {class: 'ground', x1: 0, x2: 100, y1: 23.5, y2: 23.5});
  const spark = draw('svg', {class: 'spark', viewBox: '0 0 100 24', preserveAspectRatio: 'none', role: 'img'},
    area, ground, line);
  spark.show = values => {
    const most = Math.max(...values, 0);
    spark.setAttribute('aria-label', values.length < 2 ? 'No history yet'
      : `From ${NUMBER.format(Math.min(...values))} to ${NUMBER.format(most)}, `
        + `last ${NUMBER.format(values[values.length - 1])}`);
    spark.classList.toggle('flat', most === 0);
    const points = values.map((value, i) => [
      100 - (values.length - 1 - i) * 100 / STEPS, 23 - (most === 0 ? 0 : value / most * 21)]);
    const path = points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L');
    line.setAttribute('d', points.length < 2 ? '' : 'M' + path);
    area.setAttribute('d', points.length < 2 ? '' : `M${points[0][0].toFixed(1)} 23.5L${path}L100 23.5Z`);
  };
  return spark;
}

// ---- Figures and tables

function text(value) {
  return value === null ? '–' : typeof value === 'number' ? NUMBER.format(value) : value;
}

function figure(list) {
  const value = make('span', {class: 'value'});
  const unit = make('span', {class: 'unit'});
  const note = make('dd', {class: 'note'});
  const label = make('dt');
  const box = make('div', {class: 'figure'}, label, make('dd', {}, value, ' ', unit), note);
  let spark = null;
  list.append(box);
  return told => {
    box.classList.toggle('bad', told.bad);
    say(label, told.label);
    say(value, text(told.value));
    value.classList.toggle('none', told.value === null);
    say(unit, told.unit);
    say(note, told.note);
    note.hidden = !told.note;
    if (told.spark && !spark) {
      spark = curve();
      box.append(make('dd', {}, spark));
    }
    if (spark) {
      spark.show(told.spark);
    }
  };
}

function figures(list, told) {
  keep(list, told.map(one => one.label + one.note), () => {
    const each = told.map(() => figure(list));
    return values => values.forEach((value, i) => each[i](value));
  }, told);
}

const isWords = column => /^(Needs|What|State|Description)/.test(column);

function show(cell, value) {
  if (Array.isArray(value)) {
    if (!cell.firstChild) {
      cell.append(curve());
    }
    cell.firstChild.show(value);
  } else {
    say(cell, text(value));
    cell.classList.toggle('zero', value === 0 || value === null);
  }
}

function table(holder, told) {
  keep(holder, [told.caption, told.columns, told.rows.map(row => row[0])], () => {
    if (told.rows.length === 0) {
      holder.append(make('h4', {class: 'plain'}, told.caption), make('p', {class: 'plain'}, told.empty));
      return () => {};
    }
    const cells = told.rows.map(row => row.slice(1).map((value, i) =>
      make('td', isWords(told.columns[i + 1]) ? {class: 'text'} : {})));
    const caption = make('caption', {}, told.caption);
    holder.append(make('div', {class: 'scroll', role: 'region', tabindex: 0, 'aria-label': told.caption},
      make('table', {}, caption,
        make('thead', {}, make('tr', {}, ...told.columns.map(column =>
          make('th', isWords(column) ? {scope: 'col', class: 'text'} : {scope: 'col'}, column)))),
        make('tbody', {}, ...told.rows.map((row, i) =>
          make('tr', {}, make('th', {scope: 'row'}, text(row[0])), ...cells[i]))))));
    return values => values.rows.forEach((row, i) => row.slice(1).forEach((value, j) => show(cells[i][j], value)));
  }, told);
}

// ---- The page from top to bottom

function since(milliseconds) {
  const minutes = Math.floor(milliseconds / 60000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  return days > 0 ? `${days} d ${hours} h` : hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}

function state(sentence, kind) {
  say(byId('state'), sentence);
  byId('state').className = kind;
  document.title = (kind === 'bad' ? '▲ ' : '') + 'Snowbird: ' + sentence;
}

function summary(told) {
  const troubles = told.health.filter(one => one.trouble !== null);
  if (troubles.length > 0) {
    state('Trouble: ' + [...new Set(troubles.map(one => one.name))].join(', '), 'bad');
  } else {
    const phase = told.program.phase;
    state(phase === 'running' ? 'All is well' : phase[0].toUpperCase() + phase.slice(1),
      phase === 'running' ? 'good' : '');
  }
  const version = told.program.version === null ? '' : `version ${told.program.version}, `;
  say(byId('about'), `${version}up ${since(told.program.now - told.program.started)}, `
    + `as of ${new Date(told.program.now).toLocaleTimeString('en-GB')}`);
}

function health(told) {
  keep(byId('health'), told.map(one => [one.name, one.what]), list => {
    const each = told.map(one => {
      const trouble = make('span', {class: 'trouble'});
      const line = make('li', {}, one.name, ' ', make('span', {class: 'what'}, one.what), ' ', trouble);
      list.append(line);
      return value => {
        line.classList.toggle('bad', value.trouble !== null);
        say(trouble, value.trouble ?? '');
      };
    });
    return values => values.forEach((value, i) => each[i](value));
  }, told);
}

function section(chapter) {
  const title = make('h3');
  const list = make('dl', {class: 'figures'});
  const tables = make('div', {class: 'tables'});
  chapter.append(make('div', {class: 'part'}, title, list, tables));
  return told => {
    say(title, told.title);
    list.hidden = told.figures.length === 0;
    figures(list, told.figures);
    keep(tables, told.tables.map(one => one.caption), () => {
      const holders = told.tables.map(() => make('div'));
      tables.append(...holders);
      return values => values.forEach((value, i) => table(holders[i], value));
    }, told.tables);
  };
}

function chapters(told) {
  keep(byId('chapters'), told.map(one => [one.title, one.sections.map(part => part.title)]), holder => {
    const each = told.map((one, i) => {
      const chapter = make('section', {'aria-labelledby': `chapter-${i}`}, make('h2', {id: `chapter-${i}`}, one.title));
      holder.append(chapter);
      const parts = one.sections.map(() => section(chapter));
      return value => value.sections.forEach((part, j) => parts[j](part));
    });
    return values => values.forEach((value, i) => each[i](value));
  }, told);
}

// ---- Routes

async function picture(holder, flow) {
  const answer = await fetch(`flow.svg?name=${encodeURIComponent(flow.name)}&version=${flow.version}`);
  if (answer.ok) {
    const svg = new DOMParser().parseFromString(await answer.text(), 'image/svg+xml').documentElement;
    svg.setAttribute('aria-hidden', 'true');
    holder.replaceChildren(document.importNode(svg, true));
  }
}

function counts(holder, flow) {
  flow.routes.forEach(route => {
    const box = holder.querySelector(`[data-route="${CSS.escape(route.id)}"]`);
    if (box) {
      const stopped = route.state !== 'Started';
      box.classList.toggle('bad', stopped);
      box.classList.toggle('busy', route.inFlight > 0);
      say(box.querySelector('.count'), stopped ? route.state.toLowerCase() : SHORT.format(route.begun)
        + (route.inFlight > 0 ? `, ${SHORT.format(route.inFlight)} in it` : '')
        + (route.failed > 0 ? `, ${SHORT.format(route.failed)} failed` : ''));
    }
  });
}

function flows(told) {
  byId('flows').hidden = told.length === 0;
  keep(byId('flow-list'), told.map(one => [one.name, one.version]), list => {
    const each = told.map(one => {
      const drawing = make('div', {class: 'picture', role: 'region', tabindex: 0,
        'aria-label': `Picture of the routes of ${one.name}; the table below tells the same`});
      const rows = make('div');
      list.append(make('h3', {}, one.name), drawing,
        make('details', {}, make('summary', {}, `The routes of ${one.name} as a table`), rows));
      picture(drawing, one).then(() => counts(drawing, one));
      return flow => {
        counts(drawing, flow);
        table(rows, {
          caption: `Routes of ${flow.name}`,
          columns: ['Route', 'What it does', 'State', 'Messages', 'In it now', 'Failed'],
          rows: flow.routes.map(route => [
            route.id, route.description, route.state, route.begun, route.inFlight, route.failed]),
          empty: ''
        });
      };
    });
    return values => values.forEach((value, i) => each[i](value));
  }, told);
}

// ---- Again and again

let paused = false;
let answered = null;

async function look() {
  try {
    const answer = await fetch('status.json', {cache: 'no-store', signal: AbortSignal.timeout(10000)});
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const told = await answer.json();
    answered = new Date();
    document.body.classList.remove('stale');
    health(told.health);
    chapters(told.chapters);
    flows(told.flows);
    summary(told);
  } catch (failure) {
    document.body.classList.add('stale');
    state(answered === null ? 'No answer' : `No answer since ${answered.toLocaleTimeString('en-GB')}`, 'bad');
  }
}

async function go() {
  // Nobody looks at a page in the background.
  if (!paused && !document.hidden) {
    await look();
  }
  setTimeout(go, PAUSE);
}

byId('pause').addEventListener('click', event => {
  paused = !paused;
  event.target.setAttribute('aria-pressed', String(paused));
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !paused) {
    look();
  }
});
go();
