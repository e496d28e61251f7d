//! The engine on public networks, and on bytes that nobody meant as one.

mod hostile;
mod public;
