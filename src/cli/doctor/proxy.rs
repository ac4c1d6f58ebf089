//! What goes into a proxy's settings so that Doorward works behind it.

use clap::ValueEnum;

use crate::config::{Listen, Settings};

/// A proxy whose settings are known here.
#[derive(Clone, Copy, ValueEnum)]
pub enum Proxy {
    Nginx,
    Caddy,
    Traefik,
}

impl Proxy {
    /// An example that fits these settings.
    pub fn snippet(self, settings: &Settings) -> String {
        let host = settings.public_url().host();
        let address = match &settings.listen {
            Listen::Tcp(address) if address.ip().is_unspecified() => format!("127.0.0.1:{}", address.port()),
            Listen::Tcp(address) => address.to_string(),
            Listen::Unix(path) => format!("unix:{}", path.display()),
        };
        match self {
            Proxy::Nginx => {
                let target = match &settings.listen {
                    Listen::Unix(_) => format!("http://{address}:"),
                    Listen::Tcp(_) => format!("http://{address}"),
                };
                nginx(host, &target)
            }
            Proxy::Caddy => {
                let target = address.replacen("unix:", "unix/", 1);
                format!("{host} {{\n\treverse_proxy {target}\n}}")
            }
            Proxy::Traefik => traefik(host, &settings.listen, &address),
        }
    }
}

fn nginx(host: &str, target: &str) -> String {
    format!(
        "# Six tries a minute and address on what checks a password or a one-time link, thirty on the forms of admins.
map \"$request_method $uri\" $password_try {{
    default                                      \"\";
    \"POST /login\"                                $binary_remote_addr;
    \"POST /setup\"                                $binary_remote_addr;
    \"POST /account/password\"                     $binary_remote_addr;
    \"POST /account/sessions/revocations\"         $binary_remote_addr;
    \"~^POST /(invitation|password-reset)/\"       $binary_remote_addr;
}}
map \"$request_method $uri\" $admin_form {{
    default                                      \"\";
    \"~^POST /admin/\"                             $binary_remote_addr;
}}
# One-time links stay out of the log.
map $uri $is_logged {{
    default                                      1;
    /setup                                       0;
    \"~^/(invitation|password-reset)/\"            0;
}}
limit_req_zone $password_try zone=password_tries:10m rate=6r/m;
limit_req_zone $admin_form zone=admin_forms:10m rate=30r/m;

server {{
    listen 443 ssl;
    server_name {host};
    ssl_certificate     /etc/ssl/{host}.pem;
    ssl_certificate_key /etc/ssl/{host}.key;
    access_log /var/log/nginx/access.log combined if=$is_logged;
    # Deep links to apps are carried through the sign-in.
    large_client_header_buffers 4 32k;

    location / {{
        limit_req zone=password_tries burst=5 nodelay;
        limit_req zone=admin_forms burst=20 nodelay;
        limit_req_status 429;
        proxy_pass {target};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_buffer_size 32k;
        proxy_buffers 4 32k;
    }}
}}"
    )
}

fn traefik(host: &str, listen: &Listen, address: &str) -> String {
    let note = match listen {
        Listen::Unix(_) => "# Traefik reaches no Unix socket: set listen to an address.\n",
        Listen::Tcp(_) => "",
    };
    format!(
        "{note}http:
  routers:
    doorward:
      rule: \"Host(`{host}`)\"
      entryPoints: [websecure]
      service: doorward
      tls:
        certResolver: letsencrypt
  services:
    doorward:
      loadBalancer:
        servers:
          - url: \"http://{address}\""
    )
}
