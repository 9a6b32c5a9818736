(function () {
  'use strict';
  const { el } = aml;
  const LINES = 500;
  const COLUMNS = 60;

  /** The cells of a CSV text, quotes and line ends within them as they are meant. */
  aml.csv = function (text, separator, most) {
    const lines = [];
    let line = [];
    let cell = '';
    let quoted = false;
    for (let i = 0; i < text.length && lines.length < most; i++) {
      const c = text[i];
      if (quoted) {
        if (c !== '"') {
          cell += c;
        } else if (text[i + 1] === '"') {
          cell += c;
          i++;
        } else {
          quoted = false;
        }
      } else if (c === '"' && cell === '') {
        quoted = true;
      } else if (c === separator) {
        line.push(cell);
        cell = '';
      } else if (c === '\n') {
        line.push(cell.replace(/\r$/, ''));
        lines.push(line);
        line = [];
        cell = '';
      } else {
        cell += c;
      }
    }
    if ((cell || line.length) && lines.length < most) {
      lines.push([...line, cell]);
    }
    return lines;
  };

  function table(text) {
    const first = text.slice(0, text.indexOf('\n') + 1 || undefined);
    const separator = [',', '\t', ';'].sort((a, b) => first.split(b).length - first.split(a).length)[0];
    const lines = aml.csv(text, separator, LINES + 1);
    if (lines.length === 0) {
      return el('p', { cls: 'hint', text: 'The file is empty.' });
    }
    const wide = Math.max(...lines.map((line) => line.length));
    const numeric = (cell) => aml.toNumber(cell) !== null;
    const head = lines[0].some(numeric) ? null : lines.shift();
    const cells = (line, tag) => line.slice(0, COLUMNS).map((cell) => el(tag, { cls: numeric(cell) ? 'numeric' : null, scope: tag === 'th' ? 'col' : null, text: cell }));
    return [el('div', { cls: 'scroll-box', tabindex: '0', role: 'region', 'aria-label': 'Content as a table' },
      el('table', { cls: 'plain-table' }, head ? el('thead', {}, el('tr', {}, cells(head, 'th'))) : null,
        el('tbody', {}, lines.map((line) => el('tr', {}, cells(line, 'td')))))),
    lines.length >= LINES ? el('p', { cls: 'hint', text: 'The first ' + LINES + ' lines.' }) : null,
    wide > COLUMNS ? el('p', { cls: 'hint', text: 'The first ' + COLUMNS + ' of ' + wide + ' columns.' }) : null];
  }

  function pretty(text) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  }

  /** Text with numbered lines. */
  aml.codeText = function (text, label) {
    const lines = text.replace(/\n$/, '').split('\n').length;
    const numbers = el('span', { cls: 'line-numbers', 'aria-hidden': 'true', text: Array.from({ length: lines }, (_, i) => i + 1).join('\n') });
    return el('pre', { cls: 'code', tabindex: '0', 'aria-label': label }, numbers, el('code', { text }));
  };

  /** The content of an artifact: an image, a table, or text. */
  aml.preview = async function (number, artifact) {
    if (artifact.kind === 'image' || artifact.kind === 'svg') {
      const address = aml.source.imageAddress(number, artifact.index);
      return address ? el('img', { cls: 'preview-image', src: address, alt: artifact.path })
        : el('p', { cls: 'hint', text: 'This image is not part of the report.' });
    }
    const { text, truncated, size } = await aml.source.preview(number, artifact.index);
    const content = artifact.kind === 'csv' ? table(text)
      : aml.codeText(artifact.kind === 'json' && !truncated ? pretty(text) : text, 'Content of ' + artifact.path);
    return el('div', {}, content,
      truncated ? el('p', { cls: 'hint', text: 'The beginning of ' + aml.format.size(size) + '; the download has all.' }) : null);
  };
})();
