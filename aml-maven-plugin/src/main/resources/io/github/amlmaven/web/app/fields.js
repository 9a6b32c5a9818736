(function () {
  'use strict';
  const LOWER = /loss|error|\b(mse|mae|rmse)\b|duration|perplexity|time|latency/i;
  const UNTOLD = new Set(['run_id', 'run_number', 'created_utc', 'start_time_utc', 'end_time_utc', 'duration', 'status', 'script_name',
    'target', 'arguments', 'reason', 'reason_kind', 'experiment_id', 'properties.CommitId']);

  function union(lists) {
    return [...new Set(lists.flat())];
  }

  /** The best of some numbers: the least of a loss, an error, a time; the greatest of anything else. */
  aml.best = function (name, values, parameters) {
    const numbers = values.filter((value) => typeof value === 'number');
    if (numbers.length < 2 || new Set(numbers).size < 2) {
      return null;
    }
    // Scripts log their settings too: of these none is better than the other.
    const isSetting = values.every((value, i) => value === undefined || [...parameters[i].values()].some((text) => aml.toNumber(text) === value));
    if (isSetting) {
      return null;
    }
    return LOWER.test(name) ? Math.min(...numbers) : Math.max(...numbers);
  };

  /** The lines of a comparison by section; a line is {name, values}, a value per run, undefined where there is none. */
  aml.comparison = function (details) {
    const rows = details.map((detail) => detail.row);
    const section = (title, names, value, more) => ({ title, ...more,
      lines: names.map((name) => ({ name, values: details.map((detail, i) => value(detail, name, i)) })) });
    const parameters = rows.map((row) => aml.parameters(row));
    const flat = details.map((detail) => aml.flat(detail.record, detail.metrics));
    const files = details.map((detail) => new Map(detail.artifacts.map((artifact) => [artifact.path, artifact])));
    const run = { Status: 'status', Reason: 'reason', Script: 'script_name', Target: 'target', Configuration: 'run_configuration', User: 'user_id' };
    return [
      section('Run', [...Object.keys(run), 'Started', 'Duration', 'Labels', 'Note'], (detail, name) => {
        const { row } = detail;
        if (name === 'Started') {
          return aml.format.time(row.start_time_utc || row.created_utc);
        }
        if (name === 'Duration') {
          return aml.format.duration(row.duration_s);
        }
        return name === 'Labels' ? (row.labels || []).join(', ') : name === 'Note' ? row.description || '' : row[run[name]] || '';
      }),
      section('Metrics', union(details.map((detail) => Object.keys(detail.metrics || {}))).sort(), (detail, name) => {
        const value = aml.own(detail.metrics, name);
        return Array.isArray(value) ? value.length + ' values, last ' + aml.format.value(value.at(-1)) : value;
      }, { isMetrics: true }),
      section('Arguments', union(parameters.map((one) => [...one.keys()])), (detail, name, i) => parameters[i].get(name)),
      section('Environment and configuration', union(flat.map((one) => [...one.keys()])).filter((name) => !UNTOLD.has(name)).sort(),
        (detail, name, i) => (flat[i].has(name) ? aml.format.value(flat[i].get(name)) : undefined)),
      section('Files', union(files.map((one) => [...one.keys()])).sort(), (detail, name, i) => {
        const file = files[i].get(name);
        return file && aml.format.size(file.size) + '  ' + file.sha256.slice(0, 8);
      }, { isFiles: true, same: (name) => {
        const hashes = files.map((one) => one.get(name)?.sha256);
        return hashes.every((hash) => hash === hashes[0]);
      } }),
    ];
  };

  /** Whether a line of a section says the same of all runs. */
  aml.isSame = function (section, line) {
    return section.same ? section.same(line.name) : line.values.every((value) => value === line.values[0]);
  };
})();
