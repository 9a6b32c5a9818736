(function () {
  'use strict';
  const SHOWN_METRICS = 4;

  const FIXED = [
    { key: 'run_number', label: 'Run', numeric: true, shown: true, value: (row) => row.run_number },
    { key: 'status', label: 'Status', shown: true, value: (row) => row.status },
    { key: 'METRICS' },
    { key: 'duration_s', label: 'Duration', numeric: true, shown: true, value: (row) => row.duration_s,
      text: (row) => aml.format.duration(row.duration_s) },
    { key: 'PARAMETERS' },
    { key: 'arguments', label: 'Arguments', shown: true, value: (row) => (row.arguments || []).join(' ') },
    { key: 'labels', label: 'Labels', shown: true, value: (row) => (row.labels || []).join(' ') },
    { key: 'script_name', label: 'Script', shown: true, value: (row) => row.script_name },
    { key: 'target', label: 'Target', shown: true, value: (row) => row.target },
    { key: 'start_time_utc', label: 'Started', shown: true, value: (row) => row.start_time_utc || row.created_utc,
      text: (row) => aml.format.time(row.start_time_utc || row.created_utc) },
    { key: 'description', label: 'Note', shown: true, value: (row) => row.description },
    { key: 'run_configuration', label: 'Configuration', value: (row) => row.run_configuration },
    { key: 'end_time_utc', label: 'Ended', value: (row) => row.end_time_utc,
      text: (row) => aml.format.time(row.end_time_utc) },
    { key: 'artifacts', label: 'Files', numeric: true, value: (row) => row.artifacts },
    { key: 'user_id', label: 'User', value: (row) => row.user_id },
    { key: 'parent_run_id', label: 'Sweep', value: (row) => row.parent_run_id,
      text: (row) => aml.columns.parentText(row) },
    { key: 'reason', label: 'Reason', value: (row) => row.reason },
    { key: 'run_id', label: 'Run id', value: (row) => row.run_id },
  ];

  /** Whether the first values there are numbers: then they stand on the right, below each other. */
  function isNumeric(rows, value) {
    const some = [];
    for (let i = 0; i < rows.length && some.length < 20; i++) {
      const found = value(rows[i]);
      if (found !== undefined && found !== null) {
        some.push(typeof found === 'number');
      }
    }
    return some.filter(Boolean).length * 2 > some.length;
  }

  function metric(rows, name, shown) {
    const value = (row) => aml.own(row.metrics, name);
    return { key: 'metric ' + name, label: name, numeric: isNumeric(rows, value), shown, group: 'Metrics', value };
  }

  function parameter(rows, name) {
    const text = (row) => aml.parameters(row).get(name);
    const value = (row) => {
      const found = text(row);
      const number = aml.toNumber(found);
      return number === null ? found : number;
    };
    return { key: 'parameter ' + name, label: name, numeric: isNumeric(rows, value), shown: false, group: 'Arguments', value,
      text: (row) => text(row) || '' };
  }

  /** The columns a table of runs can have. */
  aml.columns = {
    /** All columns that these rows have something for, in their order, with what the user chose. */
    all(rows) {
      const chosen = aml.memory.get('columns', {});
      const metrics = aml.frequent(rows, (row) => Object.keys(row.metrics || {}));
      const parameters = aml.frequent(rows, (row) => aml.parameters(row).keys());
      const columns = [];
      for (const column of FIXED) {
        if (column.key === 'METRICS') {
          metrics.forEach((name, i) => columns.push(metric(rows, name, i < SHOWN_METRICS)));
        } else if (column.key === 'PARAMETERS') {
          parameters.forEach((name) => columns.push(parameter(rows, name)));
        } else if (column.key !== 'labels' && column.key !== 'description') {
          columns.push(column);
        } else {
          const used = rows.some((row) => column.value(row));
          columns.push({ ...column, shown: used });
        }
      }
      return columns.map((column) => {
        const choice = aml.own(chosen, column.key);
        return { ...column, shown: column.key === 'run_number' || (choice === undefined ? column.shown : choice) };
      });
    },

    /** Remembers whether a column is shown. */
    choose(key, shown) {
      const chosen = aml.memory.get('columns', {});
      aml.memory.set('columns', { ...chosen, [key]: shown });
    },

    /** Forgets all choices. */
    reset() {
      aml.memory.set('columns', {});
    },

    /** The text of a cell. */
    text(column, row) {
      return column.text ? column.text(row) : aml.format.value(column.value(row));
    },

    /** The run that a run is a part of, in words. */
    parentText(row) {
      const parent = row.parent_run_id && aml.rows.byId(row.parent_run_id);
      return parent ? 'run ' + parent.run_number : row.parent_run_id || '';
    },

    /** The rows sorted by a column; those without a value come last, whichever way. */
    sort(rows, column, descending) {
      const way = descending ? -1 : 1;
      // Each value is asked for once: of 10,000 rows it would be 300,000 times.
      const keyed = rows.map((row) => ({ row, key: column.value(row) ?? '' }));
      keyed.sort((a, b) => {
        if (a.key === '' || b.key === '') {
          return a.key === b.key ? b.row.run_number - a.row.run_number : a.key === '' ? 1 : -1;
        }
        if (typeof a.key !== typeof b.key) {
          return typeof a.key === 'number' ? -1 : typeof b.key === 'number' ? 1 : String(a.key) < String(b.key) ? -1 : 1;
        }
        return (a.key < b.key ? -way : a.key > b.key ? way : 0) || b.row.run_number - a.row.run_number;
      });
      return keyed.map((one) => one.row);
    },
  };
})();
