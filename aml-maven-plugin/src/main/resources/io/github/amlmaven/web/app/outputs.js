(function () {
  'use strict';
  const { el } = aml;
  const PREVIEWED = ['text', 'json', 'csv', 'image', 'svg'];

  /** What a run left: its files with size, tick and Download, Promote, and a look into each. */
  aml.outputsView = function (detail) {
    const number = detail.row.run_number;
    const ticked = new Set();
    const shown = el('div', { cls: 'preview', 'aria-live': 'polite' });
    const total = detail.artifacts.reduce((sum, artifact) => sum + artifact.size, 0);
    const { can } = aml.source;

    async function look(artifact, button) {
      const again = button.getAttribute('aria-pressed') === 'true';
      list.querySelectorAll('[aria-pressed=true]').forEach((one) => one.setAttribute('aria-pressed', 'false'));
      shown.replaceChildren();
      if (again) {
        return;
      }
      button.setAttribute('aria-pressed', 'true');
      try {
        const content = await aml.preview(number, artifact);
        if (button.getAttribute('aria-pressed') === 'true') {
          shown.replaceChildren(el('h3', { cls: 'path', text: artifact.path }), content);
        }
      } catch (failure) {
        shown.replaceChildren(aml.failure(failure));
      }
    }

    const download = el('a', { cls: 'button', id: 'download', download: '' }, 'Download');
    const promote = aml.button('Promote', () => aml.promote(detail, detail.artifacts.find((artifact) => ticked.has(artifact.index))), { id: 'promote' });

    function changed() {
      const indices = [...ticked].sort((a, b) => a - b);
      const address = indices.length === 1 ? aml.source.fileAddress(number, indices[0]) : aml.source.zipAddress(number, indices);
      if (indices.length === 0) {
        download.removeAttribute('href');
        download.setAttribute('aria-disabled', 'true');
        download.setAttribute('role', 'link');
      } else {
        download.setAttribute('href', address);
        download.removeAttribute('aria-disabled');
        download.removeAttribute('role');
      }
      download.textContent = indices.length > 1 ? 'Download ' + indices.length + ' as zip' : 'Download';
      download.title = indices.length ? '' : 'Tick one file or several';
      const boxes = list.querySelectorAll('[data-file]');
      every.querySelector('input').checked = indices.length > 0 && indices.length === boxes.length;
      every.querySelector('input').indeterminate = indices.length > 0 && indices.length < boxes.length;
    }

    const every = aml.tick('All', false, (on) => {
      list.querySelectorAll('[data-file]').forEach((box) => {
        box.checked = on;
        ticked[on ? 'add' : 'delete'](Number(box.dataset.file));
      });
      changed();
    }, { id: 'tick-files' });

    function line(artifact) {
      const box = can.download ? el('input', { type: 'checkbox', 'data-file': artifact.index, 'aria-label': 'Tick ' + artifact.path,
        onchange: (event) => {
          ticked[event.target.checked ? 'add' : 'delete'](artifact.index);
          changed();
        } }) : null;
      const look1 = PREVIEWED.includes(artifact.kind)
        ? el('button', { type: 'button', cls: 'file-name', 'aria-pressed': 'false', text: artifact.path, 'data-look': artifact.index,
          title: artifact.path, onclick: (event) => look(artifact, event.currentTarget) })
        : el('span', { cls: 'file-name', text: artifact.path, title: artifact.path });
      const address = aml.source.fileAddress(number, artifact.index);
      return el('li', {}, box, look1, el('span', { cls: 'hint size', text: aml.format.size(artifact.size), title: artifact.size + ' bytes, SHA-256 ' + artifact.sha256 }),
        address ? el('a', { cls: 'get', href: address, download: '' }, 'Get', el('span', { cls: 'out-of-sight', text: ' ' + artifact.path })) : null);
    }

    const list = el('ul', { cls: 'files', id: 'outputs' }, detail.artifacts.map(line));
    const element = el('section', { cls: 'panel', 'aria-labelledby': 'outputs-head' },
      el('div', { cls: 'panel-head' }, el('h2', { id: 'outputs-head', text: 'Outputs' }),
        el('span', { cls: 'hint', text: detail.artifacts.length ? aml.format.count(detail.artifacts.length, 'file') + ', ' + aml.format.size(total) : '' }),
        el('span', { cls: 'bar-space' }),
        detail.artifacts.length && can.download ? [every, download] : null,
        detail.artifacts.length && can.change ? promote : null),
      detail.artifacts.length ? [list, shown]
        : el('p', { cls: 'hint', text: detail.partial ? 'Not part of this report.' : aml.isFinal(detail.row.status) ? 'The run left no files.' : 'They appear when the run has ended.' }));
    changed();
    return element;
  };

  /** The images of a run, shown as they are. */
  aml.imagesView = function (detail) {
    const images = detail.artifacts.filter((artifact) => artifact.kind === 'image' || artifact.kind === 'svg')
      .map((artifact) => ({ artifact, address: aml.source.imageAddress(detail.row.run_number, artifact.index) }));
    return images.length === 0 ? null : el('section', { cls: 'panel', 'aria-labelledby': 'images-head' },
      el('div', { cls: 'panel-head' }, el('h2', { id: 'images-head', text: 'Images' })),
      el('div', { cls: 'images' }, images.map(({ artifact, address }) => el('figure', {},
        address ? el('a', { href: address, target: '_blank', rel: 'noopener' }, el('img', { src: address, alt: artifact.path, loading: 'lazy' }))
          : el('p', { cls: 'hint', text: 'Not part of this report.' }),
        el('figcaption', { text: artifact.path })))));
  };
})();
