// Chromium by the DevTools protocol itself, through a pipe. Thousands of documents are opened, and what Playwright has to know of
// each frame and request costs more time than the documents. The names that payloads use lead to one
// address, so that whatever is asked of them is heard there.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHROMIUM, CHROMIUM_ARGS } from '../lib.mjs';

const CALM = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-features=IsolateOrigins,site-per-process,Translate,MediaRouter',
  '--mute-audio',
  '--hide-scrollbars',
];

/** Starts Chromium. `heard(url)` is told of each request that leaves the site; `tab(start)` opens a tab. */
export async function openChromium(heard) {
  const canary = createServer((request, answer) => {
    heard(`http://${request.headers.host}${request.url}`);
    answer.writeHead(204).end();
  });
  // A greeting of TLS: that somebody asked over HTTPS is all that is known. Connections that only end are nobody's request.
  canary.on('clientError', (error, socket) => {
    if (error.rawPacket && error.rawPacket[0] === 0x16) heard('https://somewhere');
    socket.destroy();
  });
  await new Promise((done) => {
    canary.listen(0, '127.0.0.1', done);
  });
  const profile = mkdtempSync(path.join(tmpdir(), 'wire-'));
  const names = `--host-resolver-rules=MAP *.example 127.0.0.1:${canary.address().port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`;
  const args = CHROMIUM_ARGS.filter((arg) => !arg.startsWith('--host-resolver-rules'));
  const child = spawn(CHROMIUM, ['--headless', '--remote-debugging-pipe', `--user-data-dir=${profile}`, ...args, names, ...CALM], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , , into, from] = child.stdio;
  const waiting = new Map();
  const listeners = new Map();
  let last = 0;
  let text = '';
  const take = (message) => {
    const { id, error, result, sessionId, method, params } = JSON.parse(message);
    if (!waiting.has(id)) return listeners.has(sessionId) && listeners.get(sessionId)(method, params);
    const { done, fail } = waiting.get(id);
    waiting.delete(id);
    return error ? fail(new Error(error.message)) : done(result);
  };
  from.setEncoding('utf8');
  from.on('data', (data) => {
    const parts = (text + data).split('\0');
    text = parts.pop();
    parts.forEach(take);
  });
  const send = (method, params = {}, sessionId) =>
    new Promise((done, fail) => {
      last += 1;
      waiting.set(last, { done, fail });
      into.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });

  /** A tab at an address. `script` runs in every document first; `onEvent` hears of dialogs. */
  async function tab({ url, script, isBypassed, onEvent }) {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank', newWindow: true, width: 900, height: 600 });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const ask = (method, params) => send(method, params, sessionId);
    let loaded = () => {};
    listeners.set(sessionId, (method, params) => {
      if (method === 'Page.loadEventFired') loaded();
      if (method === 'Page.javascriptDialogOpening') {
        onEvent(method, params);
        ask('Page.handleJavaScriptDialog', { accept: false }).catch(() => {});
      }
    });
    await ask('Page.enable');
    if (isBypassed) await ask('Page.setBypassCSP', { enabled: true });
    await ask('Page.addScriptToEvaluateOnNewDocument', { source: script });
    const there = new Promise((done) => {
      loaded = done;
    });
    await ask('Page.navigate', { url });
    await there;
    return {
      /** What a function gives for an argument; it fails where the tab goes elsewhere, or after `ms`. */
      async run(of, argument, ms = 60000) {
        const call = ask('Runtime.evaluate', { expression: `(${of})(${JSON.stringify(argument)})`, awaitPromise: true, returnByValue: true });
        let timer;
        const late = new Promise((done, fail) => {
          timer = setTimeout(() => fail(new Error('no answer')), ms);
        });
        try {
          const { result, exceptionDetails } = await Promise.race([call, late]);
          if (exceptionDetails) throw new Error(exceptionDetails.exception ? exceptionDetails.exception.description : exceptionDetails.text);
          return result.value;
        } finally {
          clearTimeout(timer);
        }
      },
      close: () => send('Target.closeTarget', { targetId }).catch(() => {}),
    };
  }
  async function close() {
    const ended = new Promise((done) => {
      child.on('exit', done);
    });
    send('Browser.close').catch(() => {});
    await ended;
    canary.closeAllConnections();
    canary.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return { tab, close };
}
