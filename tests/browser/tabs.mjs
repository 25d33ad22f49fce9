// Tabs as a reader has them: one is seen, those behind it are not. Playwright makes every tab believe that it is seen, so these
// are driven by the DevTools protocol itself, through a pipe.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHROMIUM, CHROMIUM_ARGS } from './lib.mjs';

/** Starts Chromium; `open(url, onError)` gives a tab in the one window, in front of the others. */
export async function openWindow() {
  const profile = mkdtempSync(path.join(tmpdir(), 'tabs-'));
  const child = spawn(CHROMIUM, ['--headless', '--remote-debugging-pipe', `--user-data-dir=${profile}`, ...CHROMIUM_ARGS], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const [, , , into, from] = child.stdio;
  const waiting = new Map();
  const listeners = new Map();
  let last = 0;
  let text = '';
  const take = (message) => {
    const { id, error, result, sessionId, method, params } = JSON.parse(message);
    if (waiting.has(id)) {
      const { done, fail } = waiting.get(id);
      waiting.delete(id);
      if (error) fail(new Error(error.message));
      else done(result);
    } else if (listeners.has(sessionId)) listeners.get(sessionId)(method, params);
  };
  from.setEncoding('utf8');
  from.on('data', (data) => {
    const parts = (text + data).split('\0');
    text = parts.pop();
    parts.forEach(take);
  });
  const send = (method, params = {}, sessionId) => new Promise((done, fail) => {
    last += 1;
    waiting.set(last, { done, fail });
    into.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
  });

  async function open(url, onError) {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const loaded = new Promise((done) => {
      listeners.set(sessionId, (method, params) => {
        if (method === 'Page.loadEventFired') done();
        if (method === 'Runtime.exceptionThrown') onError(params.exceptionDetails.text);
      });
    });
    await send('Page.enable', {}, sessionId);
    await send('Runtime.enable', {}, sessionId);
    await send('Page.navigate', { url }, sessionId);
    await loaded;
    return {
      bringToFront: () => send('Target.activateTarget', { targetId }),
      async evaluate(of) {
        const { result, exceptionDetails } = await send('Runtime.evaluate', { expression: `(${of})()`, awaitPromise: true, returnByValue: true }, sessionId);
        if (exceptionDetails) throw new Error(exceptionDetails.text);
        return result.value;
      },
    };
  }
  async function close() {
    const ended = new Promise((done) => { child.on('exit', done); });
    send('Browser.close').catch(() => {});
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return { open, close };
}
