//! Principals, roles and purposes; from a viewer to a View.
