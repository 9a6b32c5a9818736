(function () {
  'use strict';
  const { el } = aml;

  /** All folders that these paths are in. */
  function folders(paths) {
    const found = new Set();
    for (const path of paths) {
      const parts = path.split('/');
      for (let i = 1; i < parts.length; i++) {
        found.add(parts.slice(0, i).join('/'));
      }
    }
    return [...found].sort();
  }

  function stem(path) {
    const name = path.split('/').pop();
    return (name.replace(/\.[^.]*$/, '') || name).replace(/[^\w.-]+/g, '-');
  }

  /** Asks for a name and makes an asset of a file or a folder of the run. */
  aml.promote = async function (detail, chosen) {
    const first = chosen || detail.artifacts.find((artifact) => artifact.path.startsWith('outputs/')) || detail.artifacts[0];
    const what = el('select', {},
      el('optgroup', { label: 'Files' }, detail.artifacts.map((artifact) => el('option', { value: 'i' + artifact.index, text: artifact.path }))),
      el('optgroup', { label: 'Folders' }, folders(detail.artifacts.map((artifact) => artifact.path))
        .map((folder) => el('option', { value: 'p' + folder, text: folder + '/' }))));
    what.value = 'i' + first.index;
    const name = el('input', { type: 'text', required: true, value: stem(first.path), maxlength: '120', spellcheck: 'false', autocomplete: 'off' });
    let touched = false;
    name.addEventListener('input', () => (touched = true));
    what.addEventListener('change', () => {
      if (!touched) {
        name.value = stem(what.selectedOptions[0].text.replace(/\/$/, ''));
      }
    });
    let force = false;
    const unsound = detail.row.status !== 'Completed';
    const answer = await aml.dialog('Promote', el('div', {},
      aml.field('What', what),
      aml.field('Name of the asset', name, 'The same name again makes the next version.'),
      unsound ? aml.tick('Although the run is ' + detail.row.status + ': its outputs may be incomplete', false, (on) => (force = on)) : null), {
      text: 'Promote',
      run: () => aml.source.change(detail.row.run_number, 'promote', {
        ...(what.value[0] === 'i' ? { index: Number(what.value.slice(1)) } : { prefix: what.value.slice(1) }),
        name: name.value.trim(), ...(force ? { force: true } : {}),
      }),
    });
    if (answer) {
      aml.notice('Promoted: ' + answer.asset + ', version ' + answer.version + (answer.link ? ', ' + answer.link : ''));
    }
  };
})();
