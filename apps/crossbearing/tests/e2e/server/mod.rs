//! The server: sessions, who may ask what, what each sees, what is written down.

mod access;
mod changes;
mod client;
mod hardening;
mod intake;
mod logbook;
mod node;
mod photos;
mod reading;
mod sea;
mod sessions;
mod taxii;
