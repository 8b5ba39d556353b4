/** The Functions view on the real local service, and on a second target that a profile leads to. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { commands } from 'vscode';
import { answerOf, createOnLocal, dataFolder, localTarget, row, rowTexts, until, workbench } from './editorSupport.ts';

const echo = 'export const handler = async (event) => ({ echo: event });';

export function functionsViewSuite(): void {
  describe('Functions view', () => {
    before(async () => {
      await createOnLocal('echo', echo, { TABLE: 'orders', API_KEY: 's3cret' });
      await commands.executeCommand('lambdaWorkbench.refresh');
    });

    it('shows Local with its port and the functions of the real service', async () => {
      const local = await row('Local');
      await row('echo', local);
      assert.match((await rowTexts())[0] ?? '', /^Local {2}127\.0\.0\.1:\d+ · 1 function$/);
      assert.match((await rowTexts(local))[0] ?? '', /^echo {2}nodejs22\.x · 128 MB · just now$/);
    });

    it('masks the values of environment variables until one is asked for', async () => {
      const environment = await row('Environment', await row('echo', await row('Local')));
      assert.deepEqual(await rowTexts(environment), ['API_KEY  ••••••••', 'TABLE  ••••••••']);
      await commands.executeCommand('lambdaWorkbench.showEnvironmentValue', await row('TABLE', environment));
      assert.deepEqual(await rowTexts(environment), ['API_KEY  ••••••••', 'TABLE  orders']);
    });

    it('lists again what is there after the service was killed', async () => {
      const { pid } = JSON.parse(readFileSync(path.join(dataFolder(), 'service.json'), 'utf8')) as { pid: number };
      process.kill(pid, 'SIGKILL');
      await commands.executeCommand('lambdaWorkbench.refresh');
      await row('echo', await row('Local'));
      assert.deepEqual(await answerOf('echo', { n: 1 }), { echo: { n: 1 } });
    });
  });

  describe('a profile with endpoint_url', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'editor-profile-'));
    const saved = { ...process.env };

    before(async () => {
      const { endpoint } = await (await localTarget()).connect();
      const keys = JSON.parse(readFileSync(path.join(dataFolder(), 'credentials.json'), 'utf8')) as {
        accessKeyId: string;
        secretAccessKey: string;
      };
      const file = path.join(folder, 'config');
      writeFileSync(
        file,
        `[profile second]\nregion = us-east-1\nendpoint_url = ${endpoint}\naws_access_key_id = ${keys.accessKeyId}\n` +
          `aws_secret_access_key = ${keys.secretAccessKey}\n`,
      );
      process.env['AWS_CONFIG_FILE'] = file;
      process.env['AWS_SHARED_CREDENTIALS_FILE'] = file;
      await (await workbench()).targets.add({ profile: 'second', region: 'us-east-1' });
    });

    after(async () => {
      await (await workbench()).targets.remove('second/us-east-1');
      for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) {
        if (saved[name] === undefined) delete process.env[name];
        else process.env[name] = saved[name];
      }
      rmSync(folder, { recursive: true, force: true });
    });

    it('is a target like any other: listed, opened, invoked', async () => {
      const second = await row('second · us-east-1');
      await row('echo', second);
      await until('the count of its functions', async () =>
        (await rowTexts()).some((text) => /^second · us-east-1 .* 1 function$/.test(text)),
      );
      assert.deepEqual(await answerOf('echo', { n: 2 }, 'second/us-east-1'), { echo: { n: 2 } });
    });
  });
}
