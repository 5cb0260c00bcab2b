//! Opening the database for a command.

use std::fs;

use anyhow::Context;

use crate::config::Config;
use crate::config::address::PublicUrl;
use crate::store::Store;

/// Opens the database of the settings; makes the data folder and an embedded database if they are missing.
pub(super) fn store(config: &Config) -> anyhow::Result<Store> {
    if config.database.is_none() {
        fs::create_dir_all(&config.data).with_context(|| {
            let folder = config.data.display();
            format!("the data folder {folder} cannot be made; name another with --data")
        })?;
    }
    Ok(Store::open(&config.database())?)
}

/// Where people reach the service: what was said, else this machine.
pub(super) fn public_url(config: &Config) -> anyhow::Result<PublicUrl> {
    match &config.public_url {
        Some(url) => Ok(url.clone()),
        None => PublicUrl::of_this_machine(config.listen).with_context(|| {
            let listen = config.listen;
            format!(
                "other machines reach {listen}; say with --public-url under which https:// address"
            )
        }),
    }
}
