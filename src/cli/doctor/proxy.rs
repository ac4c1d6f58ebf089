//! The file that makes a proxy work before Doorward: the one in `deploy`, with the host and address of these settings in it.

use clap::ValueEnum;

use crate::config::{Listen, Settings};

/// Doorward's host name in the files.
const HOST: &str = "login.example.org";
/// The address in the files on which Doorward listens.
const ADDRESS: &str = "127.0.0.1:8080";

/// A proxy for which there is a file.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Proxy {
    Nginx,
    Caddy,
    Traefik,
}

impl Proxy {
    const fn file(self) -> &'static str {
        match self {
            Proxy::Nginx => include_str!("../../../deploy/nginx/doorward.conf"),
            Proxy::Caddy => include_str!("../../../deploy/caddy/Caddyfile"),
            Proxy::Traefik => include_str!("../../../deploy/traefik/doorward.yml"),
        }
    }

    pub fn snippet(self, settings: &Settings) -> String {
        let address = match (&settings.listen, self) {
            (Listen::Tcp(address), _) if address.ip().is_unspecified() => format!("127.0.0.1:{}", address.port()),
            (Listen::Tcp(address), _) => address.to_string(),
            (Listen::Unix(path), Proxy::Caddy) => format!("unix/{}", path.display()),
            (Listen::Unix(path), _) => format!("unix:{}", path.display()),
        };
        let note = match (&settings.listen, self) {
            (Listen::Unix(_), Proxy::Traefik) => "# Traefik reaches no Unix socket: set listen to an address.\n",
            _ => "",
        };
        let url = settings.public_url();
        let file = self.file().replace(&format!("https://{HOST}"), &url.origin()).replace(HOST, url.host());
        let file = file.replace(ADDRESS, &address);
        format!("{note}{}", file.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Sources, load};

    fn snippet(proxy: Proxy, listen: &str) -> String {
        let flags = [("listen", listen), ("public_url", "https://door.example.net"), ("trusted_proxies", "10.0.0.1")];
        let flags = flags.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        proxy.snippet(&load(&Sources { flags, ..Sources::default() }).expect("allowed").settings)
    }

    #[test]
    fn each_file_gets_the_host_and_address_of_the_settings() {
        for proxy in [Proxy::Nginx, Proxy::Caddy, Proxy::Traefik] {
            let text = snippet(proxy, "0.0.0.0:9123");
            assert!(text.contains("door.example.net") && text.contains("127.0.0.1:9123"), "{text}");
            assert!(!text.contains(HOST) && !text.contains(ADDRESS), "{text}");
        }
        assert!(snippet(Proxy::Nginx, "unix:/run/door").contains("server unix:/run/door;"));
        assert!(snippet(Proxy::Caddy, "unix:/run/door").contains("reverse_proxy unix//run/door"));
        assert!(snippet(Proxy::Traefik, "unix:/run/door").starts_with("# Traefik reaches no Unix socket"));
    }
}
