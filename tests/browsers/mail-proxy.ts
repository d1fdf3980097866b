import http from 'node:http';
import net from 'node:net';
import { mailHosts } from './browser-page.ts';

/** A CONNECT proxy for Firefox: mail hosts lead to the practice mailbox, nothing else is reachable. */
export async function startMailProxy(
  mailboxPort: number,
): Promise<{ port: number; setOffline(offline: boolean): void; close(): Promise<void> }> {
  const sockets = new Set<net.Socket>();
  let offline = false;
  const server = http.createServer((_request, response) => {
    response.writeHead(502).end();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.on('connect', (request, client: net.Socket) => {
    const host = (request.url ?? '').split(':')[0] ?? '';
    if (offline || !mailHosts.includes(host)) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const mailbox = net.connect(mailboxPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      mailbox.pipe(client).pipe(mailbox);
    });
    mailbox.on('error', () => client.destroy());
    client.on('error', () => mailbox.destroy());
    client.on('close', () => mailbox.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    setOffline: (next) => {
      offline = next;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
