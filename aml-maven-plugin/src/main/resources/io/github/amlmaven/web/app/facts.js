(function () {
  'use strict';
  const { el, format } = aml;

  function fact(name, value) {
    return value === null || value === undefined || value === '' ? null : [el('dt', { text: name }), el('dd', {}, value)];
  }

  /** A record's fields in one level: host.cpu and the like; metrics and long lists are told elsewhere. */
  aml.flat = function (record, metrics) {
    const found = new Map();
    const left = new Set(['artifacts', 'attachments', 'not_collected', 'warnings', 'labels', 'description']);
    const isMetric = (name) => aml.own(metrics || {}, name) !== undefined
      || (name.startsWith('metric_') && aml.own(metrics || {}, name.replace(/^(metric_)+/, '')) !== undefined);
    const walk = (value, name) => {
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
        Object.entries(value).forEach(([key, inner]) => walk(inner, name ? name + '.' + key : key));
      } else {
        found.set(name, value);
      }
    };
    for (const [name, value] of Object.entries(record || {})) {
      if (!left.has(name) && !isMetric(name)) {
        walk(value, name);
      }
    }
    return found;
  };

  /** The properties of a run, the ones people look for first. */
  aml.factsView = function (detail) {
    const { row, record } = detail;
    const link = (number) => el('a', { href: '#/run/' + number, text: 'run ' + number });
    const many = (numbers) => {
      const some = numbers.slice(0, 40).flatMap((number, i) => [i ? ', ' : '', el('a', { href: '#/run/' + number, text: String(number) })]);
      return el('span', {}, some, numbers.length > 40 ? ' and ' + (numbers.length - 40) + ' more' : '', ' ',
        el('a', { cls: 'nowrap', href: '#/compare/' + numbers.slice(0, 400).join(','), text: 'compare them' }));
    };
    const git = aml.own(record, 'git_commit');
    const list = el('dl', { cls: 'facts' },
      fact('Started', format.time(row.start_time_utc || row.created_utc)),
      fact('Ended', format.time(row.end_time_utc)),
      fact('Duration', format.duration(row.duration_s)),
      fact('Exit code', format.value(aml.own(record, 'exit_code'))),
      fact('Target', row.target),
      fact('Configuration', row.run_configuration),
      fact('User', row.user_id),
      fact('Git commit', git ? el('span', {}, el('code', { text: String(git).slice(0, 12), title: git }), aml.own(record, 'git_dirty') ? ' with changes' : '') : null),
      fact('Part of', detail.parent ? link(detail.parent) : null),
      fact('Runs of it', detail.children.length ? many(detail.children) : null),
      fact('Run id', el('code', { cls: 'wrap', text: row.run_id })),
      fact('Kept at', detail.place ? el('code', { cls: 'wrap', text: detail.place }) : null));
    const rest = [...aml.flat(record, detail.metrics)].sort(([a], [b]) => (a < b ? -1 : 1));
    return el('section', { cls: 'panel', 'aria-labelledby': 'facts-head' },
      el('div', { cls: 'panel-head' }, el('h2', { id: 'facts-head', text: 'Properties' })), list,
      rest.length ? el('details', { cls: 'all-fields' }, el('summary', { text: 'All fields of the record' }),
        el('dl', { cls: 'facts' }, rest.map(([name, value]) => fact(name, el('span', { cls: 'wrap', text: value === null ? 'null' : format.value(value) }))))) : null);
  };

  /** What the run did not bring back, and what else there is to know. */
  aml.troubleView = function (detail) {
    const left = detail.not_collected;
    return [
      detail.warnings.length ? el('section', { cls: 'panel panel-warning', 'aria-labelledby': 'warnings-head' },
        el('h2', { id: 'warnings-head', text: 'Warnings' }), el('ul', { cls: 'plain-list' }, detail.warnings.map((text) => el('li', { text })))) : null,
      left.length ? el('section', { cls: 'panel panel-warning', 'aria-labelledby': 'left-head' },
        el('h2', { id: 'left-head', text: 'Not collected' }),
        el('ul', { cls: 'plain-list' }, left.map((file) => el('li', {}, el('span', { cls: 'path', text: file.path }), ' ',
          el('span', { cls: 'hint', text: [format.size(file.size), file.reason].filter(Boolean).join(': ') }))))) : null];
  };

  /** The commands that do something with this run, to be copied. */
  aml.commandsView = function (detail) {
    const names = { restore: 'The project as it was', rerun: 'The run again', download: 'Its files' };
    const list = Object.entries(detail.commands || {});
    return list.length === 0 ? null : el('section', { cls: 'panel', 'aria-labelledby': 'commands-head' },
      el('h2', { id: 'commands-head', text: 'Commands' }),
      list.map(([name, text]) => el('div', { cls: 'named-command' }, el('span', { cls: 'hint', text: aml.own(names, name) || name }), aml.command(text))));
  };
})();
