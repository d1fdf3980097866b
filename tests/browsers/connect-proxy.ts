import http from 'node:http';
import net from 'node:net';
import { mailHosts } from '../../demo/serve.mjs';

export interface ConnectProxy {
  port: number;
  /** Hosts that were asked for and refused. */
  refused: string[];
  close(): Promise<void>;
}

/**
 * A proxy for a browser that cannot map host names: tunnels to the mail hosts end at the practice
 * mailbox, every other request is refused, so that no test ever leaves this machine. With
 * `allowNetwork` (a person tries the product) other hosts are reached as they are.
 */
export async function startConnectProxy(
  mailboxPort: number,
  allowNetwork = false,
): Promise<ConnectProxy> {
  const refused: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = http.createServer((request, response) => {
    refused.push(request.url ?? '');
    response.writeHead(502).end();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.on('connect', (request, socket) => {
    const [host = '', port = '443'] = (request.url ?? '').split(':');
    const isMail = mailHosts.includes(host);
    if (!isMail && !allowNetwork) {
      refused.push(host);
      socket.end('HTTP/1.1 502 Refused\r\n\r\n');
      return;
    }
    const target = isMail ? { host: '127.0.0.1', port: mailboxPort } : { host, port: Number(port) };
    const tunnel = net.connect(target, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      tunnel.pipe(socket);
      socket.pipe(tunnel);
    });
    tunnel.on('error', () => socket.destroy());
    socket.on('error', () => tunnel.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
