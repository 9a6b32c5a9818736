(function () {
  'use strict';

  const data = () => window.AML_DATA;

  function row(number) {
    return data().runs.find((run) => run.run_number === number);
  }

  function detail(number) {
    return aml.own(data().details || {}, String(number));
  }

  function missing(what) {
    return Promise.reject(new aml.Failure(what + ' is not part of this report', 'see it with mvn aml:ui', 404));
  }

  function part(number, name, index) {
    const found = detail(number);
    const parts = found && found[name];
    return index === undefined ? parts : aml.own(parts, String(index));
  }

  /** The history as mvn aml:report wrote it into files: nothing can be changed there. */
  aml.staticSource = {
    can: { change: false, query: false, download: false, live: false, anyDifference: false, codeText: false },
    project: async () => data().project,
    runs: async () => ({ total: data().runs.length, cursor: null, runs: data().runs }),
    query: () => missing('filtering by an expression'),
    async run(number) {
      const found = row(number);
      if (!found) {
        return missing('run ' + number);
      }
      return detail(number) || {
        row: found, record: {}, metrics: found.metrics, artifacts: [], not_collected: [], warnings: [],
        previous: null, next: null, parent: null, children: [], place: '', commands: {}, partial: true,
      };
    },
    preview: async (number, index) => part(number, 'previews', index) || missing('the content of this file'),
    imageAddress: (number, index) => part(number, 'images', index) || null,
    fileAddress: (number, index) => part(number, 'images', index) || null,
    zipAddress: () => null,
    async log(number) {
      const log = part(number, 'log');
      return { text: log ? log.text : '', next: 0, ended: true };
    },
    code: async (number) => part(number, 'code') || missing('the code of run ' + number),
    codeFile: () => missing('the text of the code'),
    difference: async (from, to) => part(to, 'difference') || missing('this difference'),
    change: () => missing('changing something'),
  };

  /** Where the page has its data from. */
  aml.source = window.AML_DATA ? aml.staticSource : aml.httpSource;
})();
