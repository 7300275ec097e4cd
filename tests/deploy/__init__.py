"""Tests of the operator's side: servers, provisioning, supervision."""
