(function () {
  'use strict';

  /** Something that did not work: what is wrong, and what to do. */
  aml.Failure = class extends Error {
    constructor(problem, remedy, status) {
      super(problem);
      this.problem = problem;
      this.remedy = remedy;
      this.status = status;
    }

    /** Whether the server could not be reached at all. */
    get isOffline() {
      return this.status === 0;
    }
  };

  let token = '';

  async function ask(path, options) {
    let answer;
    try {
      answer = await fetch(path, { cache: 'no-store', credentials: 'same-origin', ...options });
    } catch (error) {
      if (error.name === 'AbortError') {
        throw error;
      }
      throw new aml.Failure('the page has lost its server', 'see that mvn aml:ui still runs, or start it again', 0);
    }
    let body = null;
    try {
      body = await answer.json();
    } catch {
      body = null;
    }
    if (answer.ok && body !== null) {
      return body;
    }
    throw new aml.Failure(
      (body && body.problem) || 'the server answered ' + answer.status + ' to ' + path,
      (body && body.remedy) || 'load the page again; when that does not help, start mvn aml:ui again',
      answer.status);
  }

  /** The history as mvn aml:ui serves it. */
  aml.httpSource = {
    can: { change: true, query: true, download: true, live: true, anyDifference: true, codeText: true },
    async project() {
      const project = await ask('api/project');
      token = project.token;
      return project;
    },
    runs(options) {
      return ask('api/runs' + (options && options.cursor ? '?cursor=' + encodeURIComponent(options.cursor)
        : options && options.limit ? '?limit=' + options.limit : ''));
    },
    query: (expression, signal) => ask('api/query?q=' + encodeURIComponent(expression), { signal }),
    run: (number) => ask('api/run/' + number),
    preview: (number, index) => ask('api/run/' + number + '/preview/' + index),
    imageAddress: (number, index) => 'api/run/' + number + '/image/' + index,
    fileAddress: (number, index) => 'api/run/' + number + '/file/' + index,
    zipAddress: (number, indices) => 'api/run/' + number + '/zip?i=' + indices.join(','),
    log: (number, from) => ask('api/run/' + number + '/log?from=' + from),
    code: (number) => ask('api/run/' + number + '/code'),
    codeFile: (number, index) => ask('api/run/' + number + '/code/' + index),
    difference: (from, to) => ask('api/difference?from=' + from + '&to=' + to),
    change: (number, what, body) => ask('api/run/' + number + '/' + what, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Aml-Token': token },
      body: JSON.stringify(body || {}),
    }),
  };
})();
